import type { EntryProblem, ProblemCode } from '../../contracts/vault-api/problem.ts';
import { type Sentence, sentence } from '../../contracts/words.ts';

/** The vault's own error codes, and those for failures to reach it. */
export type VaultErrorCode = ProblemCode | 'Unreachable' | 'TimedOut' | 'BadAnswer' | 'Aborted';

export interface VaultErrorDetails {
  /** HTTP status, if there was a response. */
  readonly status?: number;
  /** The id that the vault gave the request, for finding it in the vault's log. */
  readonly requestId?: string;
  /** The vault's own sentence about the problem. Replaces this client's sentence for the code. */
  readonly reason?: string;
  /** Of a request with several entries: which of them the vault refused, and why. */
  readonly entries?: readonly EntryProblem[];
  /** The underlying error, for debugging. Not meant for users. */
  readonly cause?: unknown;
}

/**
 * The only error of the vault client. `message` is one or two sentences for the user, with what failed,
 * where, and what to do. The only part of the response that it may contain is the vault's own sentence about
 * a rejected request. It never contains a value or the key.
 */
export class VaultError extends Error {
  readonly code: VaultErrorCode;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly entries: readonly EntryProblem[];

  constructor(code: VaultErrorCode, message: string, details: VaultErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'VaultError';
    this.code = code;
    this.status = details.status;
    this.requestId = details.requestId;
    this.entries = details.entries ?? [];
  }
}

/** Says why the call failed and what to do. Follows "Cannot <do something> at <vault>: ". */
const reasons: Readonly<Record<VaultErrorCode, Sentence>> = {
  InvalidInput: sentence('the vault rejected the request as invalid. Check names, fields and sizes.'),
  Unauthenticated: sentence('the vault does not recognize the key. Sign in with a key for this vault.'),
  CredentialExpired: sentence('the key has expired or was revoked. Sign in with a new key.'),
  SignInInvalid: sentence(
    'the vault rejected the identity provider’s response. Sign in again. If the problem persists, ask the vault operator to check the audit log.',
  ),
  SignInRefused: sentence('you are not allowed to sign in there. Ask an account admin to give you a role.'),
  Forbidden: sentence('your role does not allow this. Ask an account admin.'),
  MissingAccess: sentence('the agent has no access to the secret. Ask an account admin to grant it.'),
  SecondApproverNeeded: sentence(
    'two account admins must approve access in this account. Request access; two admins other than you approve it.',
  ),
  AssistantsOff: sentence('an account admin has turned off assistants for this account.'),
  VaultDisabled: sentence('the vault is turned off for this account. Ask an account admin to turn it on.'),
  AddressNotAllowed: sentence(
    'the key cannot be used from this network address. Ask an account admin for another key.',
  ),
  NoUser: sentence('the key does not belong to a person. Ask an account admin for a personal key.'),
  HostNotAllowed: sentence('the vault does not answer to this host name. Check the address of the vault.'),
  NotFound: sentence('it does not exist in your account. Refresh and try again.'),
  SecretNotFound: sentence('the secret does not exist. Check its name.'),
  NameTaken: sentence('the name is already in use. Choose another name.'),
  Conflict: sentence('its state has changed. Refresh and review it.'),
  VersionConflict: sentence('it was changed by someone else. Review it, then repeat your change.'),
  TooLarge: sentence('the request is too large. Store a smaller value.'),
  KeyReused: sentence(
    'the same idempotency key was already used for a different request. Repeat it with a new key.',
  ),
  PreconditionRequired: sentence(
    'the vault requires the version that the change is based on. Update this program.',
  ),
  TooManyRequests: sentence('the vault received too many requests. Wait a moment and try again.'),
  InternalError: sentence('the vault failed. Try again. If the problem persists, check the vault’s log.'),
  Sealed: sentence(
    'the vault is sealed: its root key is unavailable, or an operator sealed it. Ask the vault operator.',
  ),
  Unavailable: sentence('the vault is temporarily unavailable. Try again in a moment.'),
  Unreachable: sentence('no answer. Check the address and that the vault is running.'),
  TimedOut: sentence('the vault did not answer in time. Check the connection and try again.'),
  BadAnswer: sentence('the response did not come from a vault. Check the address and any proxy in between.'),
  Aborted: sentence('it was cancelled.'),
};

/** For changes that were sent: the vault may have made them even if its response did not arrive. */
export const unanswered: Partial<Record<VaultErrorCode, Sentence>> = {
  Unreachable: sentence(
    'no answer. Check that the vault is running, and whether it has made the change, before you try again.',
  ),
  TimedOut: sentence(
    'the vault did not answer in time. Check whether it has made the change before you try again.',
  ),
};

/**
 * Creates a complete message for the user. `action` is a verb phrase such as "list the secrets". `reason`
 * replaces the general sentence for the code.
 */
export function failure(
  action: Sentence,
  where: string,
  code: VaultErrorCode,
  reason: string | Sentence = reasons[code],
): Sentence {
  return sentence('Cannot {action} at {where}: {reason}', { action, where, reason });
}

/** Whether this client knows a code that it received over the network. */
export function isKnownCode(code: string): code is VaultErrorCode {
  return Object.hasOwn(reasons, code);
}
