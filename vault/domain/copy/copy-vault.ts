import {
  type MovableStorage,
  type RowStorage,
  type RowView,
  storedTables,
  type TableName,
} from '../../storage/stored-rows.ts';
import { type Copying, copyingNote, type Moved } from './copy-notes.ts';
import { CopyRefused, verifyCopy } from './verify-copy.ts';
import { appendEntry } from '../audit/audit.ts';
import type { Keyring } from '../../crypto/index.ts';

export interface CopyStep {
  readonly phase: 'copying' | 'verifying' | 'done';
  readonly table?: TableName;
  /** Rows of this phase that are done, including those of earlier attempts. */
  readonly rows: number;
  readonly of: number;
  /** Whether an earlier attempt is being resumed. */
  readonly resumed: boolean;
}

/**
 * Copies a vault unchanged, including its ciphertext, into an empty storage. If the process is killed at any
 * point, calling this again resumes the copy, because the target records the progress. The target becomes a
 * vault only after every row was compared with the source and verified; then the source is marked as moved.
 * Neither storage may be in use in the meantime; if the source changed anyway, it is refused at the end.
 * @throws CopyRefused with a sentence for the user
 */
export async function* copyVault(
  from: MovableStorage,
  to: MovableStorage,
  options: CopyOptions,
): AsyncGenerator<CopyStep> {
  const { copying, resumed } = await begin(from, to.rows, options);
  const of = await countAll(from.rows);
  let rows = 0;
  for (const { name } of storedTables) {
    for await (const count of copyTable(from.rows, to.rows, name)) {
      rows += count;
      yield { phase: 'copying', table: name, rows, of, resumed };
    }
  }
  await to.rows.change((tx) => tx.countOn());
  for await (const step of verifyCopy(from, to, options.keyring)) {
    yield { phase: 'verifying', ...step, of, resumed };
  }
  await finishCopy(from, to, copying, options);
  yield { phase: 'done', rows, of, resumed };
}

/** Marks an empty target, or determines how far an earlier attempt got. */
async function begin(from: MovableStorage, to: RowStorage, options: CopyOptions) {
  const before = await to.look(async (view) => ({
    copying: await copyingNote(view),
    isEmpty: (await view.note('vault_id')) === undefined && (await view.countRows('keys')) === 0,
  }));
  const source = await describeSource(from, options, before.copying);
  if (!before.copying && !before.isEmpty) throw new CopyRefused('occupied');
  if (before.copying && before.copying.vaultId !== source.vaultId) throw new CopyRefused('of-another');
  // An older copy may contain rows that the source has changed since; only a copy of the same state can be
  // resumed.
  if (before.copying?.seq === source.seq && options.startOver !== true) {
    return { copying: before.copying, resumed: true };
  }
  await to.change(async (tx) => {
    for (const { name } of storedTables.toReversed()) await tx.clearRows(name);
    await tx.setNote('copying', JSON.stringify(source));
  });
  return { copying: source, resumed: false };
}

/**
 * Refuses a source that is marked as moved, unless it was moved to this target and the last step is missing.
 */
async function describeSource(
  from: MovableStorage,
  { fromName, now }: CopyOptions,
  earlier: Copying | undefined,
): Promise<Copying> {
  const isOlder = await from.look(async (view) => {
    const rows = await view.secretsWithoutRevision(1);
    return rows.length > 0 || (await view.firstAccount())?.revision === 0;
  });
  return from.rows.look(async (view) => {
    const vaultId = await view.note('vault_id');
    if (vaultId === undefined) throw new CopyRefused((await copyingNote(view)) ? 'half' : 'no-vault');
    const isMoved = (await view.note('moved')) !== undefined;
    if (isMoved && earlier?.vaultId !== vaultId) throw new CopyRefused('moved');
    if (isOlder) throw new CopyRefused('older');
    return { vaultId, from: fromName, at: now().toISOString(), seq: await endOfLog(view) };
  });
}

/**
 * Copies in batches, starting after the last row in the target. Yields the number of rows that were already
 * there, then the size of each batch.
 */
async function* copyTable(from: RowStorage, to: RowStorage, table: TableName): AsyncGenerator<number> {
  let { last, count } = await to.look(async (view) => ({
    last: await view.lastRow(table),
    count: await view.countRows(table),
  }));
  yield count;
  for (;;) {
    const after = last;
    const rows = await from.look((view) => view.rowsAfter(table, after));
    if (rows.length === 0) return;
    await to.change((tx) => tx.insertRows(table, rows));
    last = rows.at(-1);
    yield (count = rows.length);
  }
}

async function countAll(rows: RowStorage): Promise<number> {
  return rows.look(async (view) => {
    let sum = 0;
    for (const { name } of storedTables) sum += await view.countRows(name);
    return sum;
  });
}

/**
 * Marks the source as moved first, so that there are never two vaults, and then makes the target one. If the
 * process is killed in between, calling this again completes the move.
 * @throws CopyRefused `changed`
 */
export async function finishCopy(
  from: MovableStorage,
  to: MovableStorage,
  copying: Copying,
  options: CopyOptions,
): Promise<void> {
  const at = options.now().toISOString();
  const moved: Moved = { to: options.toName, at };
  await from.rows.change(async (tx) => {
    // Checked in the transaction that ends all writing, so nothing can be added after the rows that were
    // copied.
    if ((await endOfLog(tx)) !== copying.seq) throw new CopyRefused('changed');
    await tx.setNote('moved', JSON.stringify(moved));
  });
  const knownTime = await from.rows.look((view) => view.note('known_time'));
  await to.rows.change(async (tx) => {
    await tx.setNote('vault_id', copying.vaultId);
    await tx.setNote('known_time', knownTime);
    await tx.setNote('copying', undefined);
    const account = await tx.lastRow('accounts');
    const accountId = account?.['id'];
    const { keyring, now } = options;
    if (!keyring || typeof accountId !== 'string') return;
    const actor = { accountId, actorId: 'vault', actorRole: 'vault', requestId: 'migrate' } as const;
    await appendEntry({ keyring, now }, tx, actor, { action: 'vault.migrate' }, undefined);
  });
}

/** The number of the last entry. */
export async function endOfLog(view: Pick<RowView, 'lastRow'>): Promise<number> {
  const last = (await view.lastRow('audit_groups'))?.['last'] ?? (await view.lastRow('audit'))?.['seq'];
  return Number(last ?? 0);
}

export interface CopyOptions {
  /** The operator's name for the source; stored in the target. */
  readonly fromName: string;
  readonly toName: string;
  readonly now: () => Date;
  /** The keys of the vault; with them, every MAC and the audit chain of the copy are verified too. */
  readonly keyring: Keyring | undefined;
  /** Discards what an earlier attempt copied. */
  readonly startOver?: boolean;
}
