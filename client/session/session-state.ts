import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import type { Identity, Right } from '../../contracts/vault-api/identity.ts';
import { type Sentence, sentence } from '../../contracts/words.ts';
import { type VaultClient, VaultError, type VaultErrorCode } from '../../vault-client/index.ts';

/** For the user; strings come from the vault client and are already translated. */
type Message = string | Sentence;

/** The vault client for a signed-in user's actions, and the user's account. */
export interface SignedIn {
  readonly vault: VaultClient;
  readonly accountId: string;
}

/** The state of the session with the vault. */
export type SessionState =
  | { readonly kind: 'signedOut'; readonly message?: Message }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly identity: Identity }
  | { readonly kind: 'disabled'; readonly identity?: Identity }
  | { readonly kind: 'offline'; readonly message: Message; readonly identity?: Identity }
  | { readonly kind: 'failed'; readonly message: Message };

/** The known state of an agent's catalog; `stale` while the vault is unreachable. */
export type CatalogState =
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'known';
      readonly catalog: CatalogAnswer;
      readonly stale: boolean;
      /** No one is signed in, so the names come from a workspace file. */
      readonly example?: true;
    }
  | { readonly kind: 'missing'; readonly reason: MissingReason; readonly message: Message };

export type MissingReason = 'signedOut' | 'refused' | 'unknownAgent' | 'offline' | 'failed';

/** The state after identifying the user has failed. A known user is kept while the vault is unreachable. */
export function stateAfterFailure(error: unknown, identity: Identity | undefined): SessionState {
  const known = identity ? { identity } : {};
  if (error instanceof VaultError && error.code === 'VaultDisabled') return { kind: 'disabled', ...known };
  const message = messageOf(error);
  switch (missingReason(error)) {
    case 'signedOut':
      return { kind: 'signedOut', message };
    case 'offline':
      return { kind: 'offline', message, ...known };
    case 'refused':
    case 'unknownAgent':
    case 'failed':
      return { kind: 'failed', message };
  }
}

/** Keeps a known catalog and marks it as stale, unless the vault rejected the request. */
export function catalogAfterFailure(error: unknown, before: CatalogState | undefined): CatalogState {
  const reason = missingReason(error);
  const keeps = reason === 'offline' || reason === 'failed';
  if (keeps && before?.kind === 'known') return { ...before, stale: true };
  return { kind: 'missing', reason, message: messageOf(error) };
}

/** Whether both states look the same to listeners. Notifying them would only cause unnecessary requests. */
export function isSameSession(one: SessionState, other: SessionState): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether the names come from a workspace file instead of a vault. */
export function isExample(state: CatalogState | undefined): boolean {
  return state?.kind === 'known' && state.example === true;
}

/** Compares only what is shown, not the time of the request. */
export function isSameCatalog(one: CatalogState | undefined, other: CatalogState): boolean {
  if (one?.kind === 'known' && other.kind === 'known')
    return one.stale === other.stale && shows(one.catalog) === shows(other.catalog);
  if (one?.kind === 'missing' && other.kind === 'missing') return one.reason === other.reason;
  return one?.kind === other.kind && other.kind === 'loading';
}

function shows({ agentName, complete, secrets }: CatalogAnswer): string {
  return JSON.stringify([agentName, complete, secrets]);
}

/** The status of one name; undefined while it is unknown or if the catalog cannot determine it. */
export function accessTo(name: string, state: CatalogState): 'absent' | 'granted' | 'missing' | undefined {
  if (state.kind !== 'known' || state.stale) return undefined;
  const { secrets, complete } = state.catalog;
  const secret = secrets.find((one) => one.name === name);
  return secret?.access ?? (complete ? 'absent' : undefined);
}

/** Whether a retry may help because the vault did not respond, as opposed to rejecting the request. */
export function isUnanswered(state: CatalogState): boolean {
  if (state.kind === 'known') return state.stale;
  return state.kind === 'missing' && (state.reason === 'offline' || state.reason === 'failed');
}

export function identityOf(state: SessionState): Identity | undefined {
  return 'identity' in state ? state.identity : undefined;
}

export function may(state: SessionState, right: Right): boolean {
  return identityOf(state)?.rights.includes(right) ?? false;
}

export function missingReason(error: unknown): MissingReason {
  return error instanceof VaultError ? (reasons[error.code] ?? 'failed') : 'failed';
}

const reasons: Readonly<Partial<Record<VaultErrorCode, MissingReason>>> = {
  Unauthenticated: 'signedOut',
  CredentialExpired: 'signedOut',
  Forbidden: 'refused',
  MissingAccess: 'refused',
  VaultDisabled: 'refused',
  NotFound: 'unknownAgent',
  Unreachable: 'offline',
  TimedOut: 'offline',
  Unavailable: 'offline',
  TooManyRequests: 'offline',
};

function messageOf(error: unknown): Message {
  return error instanceof VaultError ? error.message : sentence('An unexpected error occurred. Try again.');
}

/** Whether the catalog proves that its agent cannot read the secret; false if this is unknown. */
export function isNotGranted(state: CatalogState, name: string): boolean {
  if (state.kind !== 'known') return false;
  const { complete, secrets } = state.catalog;
  const secret = secrets.find((one) => one.name === name);
  return secret ? secret.access !== 'granted' : complete;
}
