import type { VaultErrorCode } from './errors.ts';

/** Why it failed and what to do, after "Cannot <do something> at <vault>: ". */
const reasons: Readonly<Record<VaultErrorCode, string>> = {
  InvalidInput: 'the vault refuses the request as invalid. Check names, fields and sizes.',
  Unauthenticated: 'the vault does not know the key. Sign in with a key of this vault.',
  CredentialExpired: 'the key has expired or was revoked. Sign in with a new key.',
  SignInInvalid:
    'the vault does not accept the answer of the identity provider. Sign in again; if it stays, ask the operator to look into the audit log.',
  SignInRefused: 'you may not sign in there. Ask an admin of the vault to give you a role.',
  Forbidden: 'your role does not allow this. Ask an admin of the workspace.',
  MissingAccess: 'the agent has no access to the secret. Ask an admin to grant it.',
  VaultDisabled: 'the vault is switched off for this account. Ask an admin to switch it on.',
  AddressNotAllowed: 'the key may not be used from this network address. Ask an admin for another key.',
  NoUser: 'the key speaks for no person. Ask an admin for a key of your own.',
  HostNotAllowed: 'the vault does not answer to this host name. Check the address of the vault.',
  NotFound: 'the vault does not have it, or not in your account. Refresh and try again.',
  SecretNotFound: 'the secret does not exist. Check its name.',
  NameTaken: 'the name is taken. Choose another name.',
  Conflict: 'it is in another state by now. Refresh and look at it again.',
  VersionConflict: 'somebody else changed this first. Look at it again, then repeat your change.',
  TooLarge: 'the request is too large. Store a smaller value.',
  KeyReused: 'the same request key was sent with another request before. Repeat it with a new key.',
  PreconditionRequired: 'the vault asks which version was changed. Update this program.',
  TooManyRequests: 'the vault has had too many requests. Wait a moment and try again.',
  InternalError: 'the vault failed. Try again; if it stays, look into the log of the vault.',
  Sealed: 'the vault is sealed: its root key is not at hand, or an operator sealed it. Ask its operator.',
  Unavailable: 'the vault cannot answer now. Try again in a moment.',
  Unreachable: 'nothing answers there. Check the address, and that the vault runs.',
  TimedOut: 'the vault did not answer in time. Check the connection and try again.',
  BadAnswer: 'the answer is not one of a vault. Check the address, and any proxy on the way.',
  Aborted: 'it was cancelled.',
};

/** A whole message for the person. `action` is a verb phrase: "list the secrets"; `reason` is known better than by the code. */
export function sentence(
  action: string,
  where: string,
  code: VaultErrorCode,
  reason: string = reasons[code],
): string {
  return `Cannot ${action} at ${where}: ${reason}`;
}

/** Whether a code that came over the network is one this client knows. */
export function isKnownCode(code: string): code is VaultErrorCode {
  return Object.hasOwn(reasons, code);
}
