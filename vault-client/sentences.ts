import { type Sentence, sentence } from '../contracts/words.ts';
import type { VaultErrorCode } from './vault-error.ts';

/** Why it failed and what to do, after "Cannot <do something> at <vault>: ". */
const reasons: Readonly<Record<VaultErrorCode, Sentence>> = {
  InvalidInput: sentence('the vault refuses the request as invalid. Check names, fields and sizes.'),
  Unauthenticated: sentence('the vault does not know the key. Sign in with a key of this vault.'),
  CredentialExpired: sentence('the key has expired or was revoked. Sign in with a new key.'),
  SignInInvalid: sentence(
    'the vault does not accept the answer of the identity provider. Sign in again; if it stays, ask the operator to look into the audit log.',
  ),
  SignInRefused: sentence('you may not sign in there. Ask an admin of the vault to give you a role.'),
  Forbidden: sentence('your role does not allow this. Ask an admin of the workspace.'),
  MissingAccess: sentence('the agent has no access to the secret. Ask an admin to grant it.'),
  VaultDisabled: sentence('the vault is switched off for this account. Ask an admin to switch it on.'),
  AddressNotAllowed: sentence(
    'the key may not be used from this network address. Ask an admin for another key.',
  ),
  NoUser: sentence('the key speaks for no person. Ask an admin for a key of your own.'),
  HostNotAllowed: sentence('the vault does not answer to this host name. Check the address of the vault.'),
  NotFound: sentence('the vault does not have it, or not in your account. Refresh and try again.'),
  SecretNotFound: sentence('the secret does not exist. Check its name.'),
  NameTaken: sentence('the name is taken. Choose another name.'),
  Conflict: sentence('it is in another state by now. Refresh and look at it again.'),
  VersionConflict: sentence('somebody else changed this first. Look at it again, then repeat your change.'),
  TooLarge: sentence('the request is too large. Store a smaller value.'),
  KeyReused: sentence('the same request key was sent with another request before. Repeat it with a new key.'),
  PreconditionRequired: sentence('the vault asks which version was changed. Update this program.'),
  TooManyRequests: sentence('the vault has had too many requests. Wait a moment and try again.'),
  InternalError: sentence('the vault failed. Try again; if it stays, look into the log of the vault.'),
  Sealed: sentence(
    'the vault is sealed: its root key is not at hand, or an operator sealed it. Ask its operator.',
  ),
  Unavailable: sentence('the vault cannot answer now. Try again in a moment.'),
  Unreachable: sentence('nothing answers there. Check the address, and that the vault runs.'),
  TimedOut: sentence('the vault did not answer in time. Check the connection and try again.'),
  BadAnswer: sentence('the answer is not one of a vault. Check the address, and any proxy on the way.'),
  Aborted: sentence('it was cancelled.'),
};

/** A whole message for the person. `action` is a verb phrase: "list the secrets"; `reason` is known better than by the code. */
export function failure(
  action: Sentence,
  where: string,
  code: VaultErrorCode,
  reason: string | Sentence = reasons[code],
): Sentence {
  return sentence('Cannot {action} at {where}: {reason}', { action, where, reason });
}

/** Whether a code that came over the network is one this client knows. */
export function isKnownCode(code: string): code is VaultErrorCode {
  return Object.hasOwn(reasons, code);
}
