import type { CatalogAnswer } from '../contracts/vault-api/catalog.ts';
import type { Identity, Right } from '../contracts/vault-api/identity.ts';
import { VaultError, type VaultErrorCode } from '../vault-client/index.ts';

/** Where the person stands with the vault. `message` is a sentence for them. */
export type SessionState =
  | { readonly kind: 'signedOut'; readonly message?: string }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly identity: Identity }
  | { readonly kind: 'disabled'; readonly identity: Identity }
  | { readonly kind: 'offline'; readonly message: string; readonly identity?: Identity }
  | { readonly kind: 'failed'; readonly message: string };

/** What is known of one agent's catalog. A known one may be `stale`: the vault cannot be asked now. */
export type CatalogState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'known'; readonly catalog: CatalogAnswer; readonly stale: boolean }
  | { readonly kind: 'missing'; readonly reason: MissingReason; readonly message: string };

export type MissingReason = 'signedOut' | 'refused' | 'unknownAgent' | 'offline' | 'failed';

/** The state that a failed sign-in check leads to. Who was known stays known while the vault is away. */
export function stateAfterFailure(error: unknown, identity: Identity | undefined): SessionState {
  const message = messageOf(error);
  switch (missingReason(error)) {
    case 'signedOut':
      return { kind: 'signedOut', message };
    case 'offline':
      return identity ? { kind: 'offline', message, identity } : { kind: 'offline', message };
    case 'refused':
    case 'unknownAgent':
    case 'failed':
      return { kind: 'failed', message };
  }
}

/** A catalog once known is kept, marked stale, unless the vault said that it is not ours to see. */
export function catalogAfterFailure(error: unknown, before: CatalogState | undefined): CatalogState {
  const reason = missingReason(error);
  const keeps = reason === 'offline' || reason === 'failed';
  if (keeps && before?.kind === 'known') return { ...before, stale: true };
  return { kind: 'missing', reason, message: messageOf(error) };
}

export function identityOf(state: SessionState): Identity | undefined {
  return 'identity' in state ? state.identity : undefined;
}

export function may(state: SessionState, right: Right): boolean {
  return identityOf(state)?.rights.includes(right) ?? false;
}

function missingReason(error: unknown): MissingReason {
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

function messageOf(error: unknown): string {
  return error instanceof VaultError ? error.message : 'Something unexpected failed.';
}
