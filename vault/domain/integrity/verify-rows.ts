import { IntegrityError } from '../../crypto/index.ts';
import { keptMilliseconds } from '../deletion/forget-ended.ts';
import { everyEnvironmentSecret, everySecret } from './every-secret.ts';
import { endsAreRecorded } from './first-ends.ts';
import { approvedOnce, KnownRows, type RowKind } from '../audit/known-rows.ts';
import { verifySecret } from '../rows/row-macs.ts';
import { type CheckedRow, faultyTerms, recordedEnds, rowsToCheck } from './verify-people.ts';
import { faultyVariableVersions, faultyVersions } from './verify-versions.ts';
import type { Vault } from '../context/vault.ts';

/**
 * Something that is not as the vault left it. `older`: an earlier copy of the row was put back. `lost`: it is
 * in the audit log, but not in the database. `unknown`: it is not in the audit log, although the log has all
 * others of its kind. An `end` is the end record of a token or sandbox session.
 */
export interface RowFault {
  readonly row: RowKind | 'end' | 'version';
  readonly id: string;
  readonly what: 'edited' | 'older' | 'lost' | 'unknown';
}

/** Rows that are never removed, or whose removal is in the log. */
const lasting = [
  'account',
  'agent',
  'environment',
  'identity',
  'request',
  'secret',
  'session',
  'token',
  'user',
] as const;

/**
 * Checks every row against its keys and the audit log, and all versions of secrets, while the vault keeps
 * serving requests. The log itself must already be verified. Stored responses to repeatable requests are
 * checked when they are used. `before` is what pruned entries recorded, according to their exported segments;
 * the default is the snapshot in the database.
 */
export async function* verifyRows(vault: Vault, before?: KnownRows): AsyncGenerator<RowFault> {
  const known = before ?? (await KnownRows.atPruned(vault));
  const seen = new Set<string>();
  await known.follow(vault);
  for await (const secret of everySecret(vault)) {
    const check = () => verifySecret(vault.keyring, secret);
    const what = faultOf(check, secret.revision, known.revision('secret', secret.id));
    if (what) yield { row: 'secret', id: secret.id, what };
    seen.add(`secret ${secret.id}`);
    yield* await faultyVersions(vault, secret);
  }
  const doubtful: Doubt[] = [];
  for await (const checked of rowsToCheck(vault)) {
    const { row, id, state, verify, credential } = checked;
    const what = faultOf(() => verify(vault.keyring), state, known.revision(row, id));
    if (what) yield { row, id, what };
    seen.add(`${row} ${id}`);
    if (credential && lacksEnd(vault, known, checked)) yield { row: 'end', id, what: 'lost' };
    if (row === 'request' && state === approvedOnce)
      doubtful.push({ fault: { row, id, what: 'older' }, isTrue: () => known.revision(row, id) === 1 });
    const isNew = credential && isUnknown(known, row, id, credential);
    if (isNew) doubtful.push({ fault: { row, id, what: 'unknown' }, isTrue: () => !isKnown(known, id) });
  }
  for await (const secret of everyEnvironmentSecret(vault))
    yield* await faultyVariableVersions(vault, secret);
  for await (const { id } of recordedEnds(vault)) {
    const isTrue = () => id !== endsAreRecorded && known.endOf(id) === undefined;
    if (isTrue()) doubtful.push({ fault: { row: 'end', id, what: 'unknown' }, isTrue });
  }
  // Anything purged since this pass began is not lost; anything created since is not looked for.
  const expected = lasting.flatMap((row) => mustBeThere(vault, known, row).map((id) => ({ row, id })));
  await known.follow(vault);
  const gone = new Map(lasting.map((row) => [row, new Set(mustBeThere(vault, known, row))]));
  for (const { row, id } of expected) {
    const isThere = seen.has(`${row} ${id}`) || gone.get(row)?.has(id) !== true;
    if (!isThere) yield { row, id, what: 'lost' };
  }
  for (const { fault, isTrue } of doubtful) if (isTrue()) yield fault;
  yield* faultyKeys(vault, known);
}

/** A suspected fault, unless the log explains it by now. */
interface Doubt {
  readonly fault: RowFault;
  readonly isTrue: () => boolean;
}

function isKnown(known: KnownRows, id: string): boolean {
  return known.revision('token', id) !== undefined || known.revision('session', id) !== undefined;
}

/** The log has every credential, except those that were already unusable when recording began. */
function isUnknown(
  known: KnownRows,
  row: CheckedRow['row'],
  id: string,
  { createdAt, expiresAt }: NonNullable<CheckedRow['credential']>,
): boolean {
  const since = known.knowsCredentialsSince;
  if (since === undefined || isKnown(known, id)) return false;
  const isOlder = Date.parse(createdAt) <= since && (row === 'session' || Date.parse(expiresAt) <= since);
  return !isOlder;
}

/** Without the end record, an older copy of the row could be used. */
function lacksEnd({ now }: Vault, known: KnownRows, { state, credential }: CheckedRow): boolean {
  if (known.knowsCredentialsSince === undefined || state === 1 || !credential) return false;
  return !credential.isEnded && Date.parse(credential.expiresAt) > now().getTime();
}

/** A token is kept for a while after its end; a sandbox session can be gone immediately. */
function mustBeThere({ now }: Vault, known: KnownRows, row: (typeof lasting)[number]): readonly string[] {
  if (row !== 'token' && row !== 'session') return known.ids(row);
  const kept = row === 'token' ? keptMilliseconds - slack : 0;
  return known.ids(row).filter((id) => (known.endOf(id) ?? Infinity) + kept > now().getTime());
}

/** An entry can be slightly newer than the end that it records. */
const slack = 86_400_000;

/**
 * Compares the keys between two reads of the log that agree on terms, since a rotation may be in progress.
 */
async function* faultyKeys(vault: Vault, known: KnownRows): AsyncGenerator<RowFault> {
  for (;;) {
    const before = known.ids('key').join();
    const keys = await vault.storage.look((view) => view.keys());
    await known.follow(vault);
    if (known.ids('key').join() !== before) continue;
    for (const [id, what] of faultyTerms(keys, known)) yield { row: 'key', id, what };
    return;
  }
}

function faultOf(
  check: () => void,
  revision: number,
  expected: number | undefined,
): RowFault['what'] | undefined {
  if (isBroken(check)) return 'edited';
  return expected !== undefined && revision < expected ? 'older' : undefined;
}

function isBroken(check: () => void): boolean {
  try {
    check();
    return false;
  } catch (error) {
    if (error instanceof IntegrityError) return true;
    throw error;
  }
}
