import type { Keyring } from '../../crypto/index.ts';
import type {
  AccessRequestRecord,
  AccountRecord,
  EndRecord,
  KeyRecord,
  UserRecord,
} from '../../storage/records.ts';
import type { View } from '../../storage/storage.ts';
import {
  verifyAccount,
  verifyAgent,
  verifyEnvironmentSecret,
  verifyIdentity,
  verifyRequest,
  verifySession,
  verifyToken,
  verifyUser,
} from '../rows/row-macs.ts';
import { environmentOf } from './every-secret.ts';
import { agentRowId, approvedOnce, type KnownRows } from '../audit/known-rows.ts';
import { eachBy, eachOf, looked } from '../input/pages.ts';
import type { Vault } from '../context/vault.ts';

/** A row, its MAC check, and its revision or state. */
export interface CheckedRow {
  readonly row: 'account' | 'agent' | 'environment' | 'identity' | 'request' | 'session' | 'token' | 'user';
  readonly id: string;
  readonly state: number;
  /** Set for tokens and sandbox sessions. */
  readonly credential?: CheckedCredential;
  /** @throws IntegrityError */
  readonly verify: (keyring: Keyring) => void;
}

interface CheckedCredential {
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Whether the credential has an end record. */
  readonly isEnded: boolean;
}

/** All end records, page by page. */
export function recordedEnds(vault: Vault): AsyncGenerator<EndRecord> {
  return eachOf(looked(vault, (view, page) => view.listEnds(page)));
}

/** Every row except keys, secrets and responses stored for a day, page by page. */
export async function* rowsToCheck(vault: Vault): AsyncGenerator<CheckedRow> {
  for await (const account of eachOf(looked(vault, (view, page) => view.listAccounts(page)))) {
    yield row('account', account.id, account.revision, (keyring) => verifyAccount(keyring, account));
    yield* rowsOfAccount(vault, account);
  }
}

/**
 * Terms that are not in the state recorded in the log. The newest should be in use, older ones retiring, and
 * destroyed ones gone.
 */
export function faultyTerms(
  keys: readonly KeyRecord[],
  known: KnownRows,
): readonly (readonly [id: string, what: 'edited' | 'older' | 'lost'])[] {
  const terms = keys.filter(({ purpose }) => purpose === 'term');
  const begun = known.ids('key').map(Number);
  const first = known.revision('key', '1') === undefined ? [1] : [];
  const expected = [...first, ...begun];
  const newest = Math.max(...expected);
  const lost = expected.filter((term) => !terms.some((key) => key.term === term));
  const wrong = terms.filter(({ term, state }) => (term === newest) !== (state === 'active'));
  const unknown = terms.filter(({ term }) => !expected.includes(term));
  return [
    ...lost.map((term) => [String(term), 'lost'] as const),
    ...unknown.map(({ term }) => [String(term), 'older'] as const),
    ...wrong.filter((key) => !unknown.includes(key)).map(({ term }) => [String(term), 'edited'] as const),
  ];
}

async function* rowsOfAccount(vault: Vault, { id }: AccountRecord): AsyncGenerator<CheckedRow> {
  const agents = eachBy(
    looked(vault, (view, page) => view.agentsById(id, page)),
    ({ agentId }) => agentId,
  );
  for await (const one of agents) {
    const rowId = agentRowId(one.accountId, one.agentId);
    yield row('agent', rowId, one.revision, (keyring) => verifyAgent(keyring, one));
  }
  const tokens = eachOf(looked(vault, (view, page) => withEnds(view, view.listTokens(id, page))));
  for await (const one of tokens) {
    yield credentialRow('token', one, (keyring) => verifyToken(keyring, one.row));
  }
  for await (const one of eachOf(looked(vault, (view, page) => view.listIdentities(id, page)))) {
    yield row('identity', one.id, 1, (keyring) => verifyIdentity(keyring, one));
  }
  for await (const one of eachOf(looked(vault, (view, page) => view.listAccessRequests(id, page)))) {
    yield row('request', one.id, stateOfRequest(one), (keyring) => verifyRequest(keyring, one));
  }
  for await (const user of eachOf(looked(vault, (view, page) => view.listUsers(id, page)))) {
    yield row('user', user.id, user.revision, (keyring) => verifyUser(keyring, user));
    yield* rowsOfUser(vault, user);
  }
}

function stateOfRequest({ status, approvedBy }: AccessRequestRecord): number {
  if (status !== 'pending') return 2;
  return approvedBy === null ? 1 : approvedOnce;
}

async function* rowsOfUser(vault: Vault, { id }: UserRecord): AsyncGenerator<CheckedRow> {
  const sessions = eachOf(looked(vault, (view, page) => withEnds(view, view.listSessions(id, page))));
  for await (const one of sessions) {
    yield credentialRow('session', one, (keyring) => verifySession(keyring, one.row));
  }
  for await (const secret of environmentOf(vault, id)) {
    yield row('environment', secret.id, secret.revision, (keyring) =>
      verifyEnvironmentSecret(keyring, secret),
    );
  }
}

function row(kind: CheckedRow['row'], id: string, state: number, verify: CheckedRow['verify']): CheckedRow {
  return { row: kind, id, state, verify };
}

interface Credential extends Omit<CheckedCredential, 'isEnded'> {
  readonly id: string;
  readonly revokedAt: string | null;
}

function credentialRow(
  kind: 'session' | 'token',
  { row: { id, revokedAt, createdAt, expiresAt }, isEnded }: Checkable<Credential>,
  verify: CheckedRow['verify'],
): CheckedRow {
  const state = revokedAt === null ? 1 : 2;
  return { row: kind, id, state, verify, credential: { createdAt, expiresAt, isEnded } };
}

/** The row of a credential, and whether it has an end record. */
interface Checkable<T> {
  readonly id: string;
  readonly row: T;
  readonly isEnded: boolean;
}

/** A page of credentials with their end records, from the same state of the database. */
async function withEnds<T extends { readonly id: string }>(
  view: View,
  page: Promise<readonly T[]>,
): Promise<readonly Checkable<T>[]> {
  const credentials = await page;
  const ended = new Set(await view.endedOf(credentials.map(({ id }) => id)));
  return credentials.map((one) => ({ id: one.id, row: one, isEnded: ended.has(one.id) }));
}
