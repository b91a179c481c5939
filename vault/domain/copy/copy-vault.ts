import {
  type MovableStorage,
  type RowStorage,
  storedTables,
  type TableName,
} from '../../storage/stored-rows.ts';
import type { CopyOptions } from './copy-options.ts';
import { type Copying, copyingNote } from './copy-notes.ts';
import { CopyRefused } from './copy-refused.ts';
import { endOfLog, finishCopy } from './finish-copy.ts';
import { verifyCopy } from './verify-copy.ts';

export interface CopyStep {
  readonly phase: 'copying' | 'verifying' | 'done';
  readonly table?: TableName;
  /** Rows of this phase that are done, with those of earlier attempts. */
  readonly rows: number;
  readonly of: number;
  /** Whether an earlier attempt is gone on with. */
  readonly resumed: boolean;
}

/**
 * Copies a vault as it is, ciphertext and all, into an empty storage. Killed at any moment, the same
 * call goes on where it was: what is in the target says how far it is. The target is a vault only when
 * every row was compared with the source and verified; then the source is marked as moved. Nobody else
 * may use either storage meanwhile; a source that changed all the same is refused at the end.
 * @throws CopyRefused with a sentence for the person
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

/** Marks an empty target, or finds how far an earlier attempt came. */
async function begin(from: MovableStorage, to: RowStorage, options: CopyOptions) {
  const before = await to.look(async (view) => ({
    copying: await copyingNote(view),
    isEmpty: (await view.note('vault_id')) === undefined && (await view.countRows('keys')) === 0,
  }));
  const source = await describeSource(from, options, before.copying);
  if (!before.copying && !before.isEmpty) throw new CopyRefused('occupied');
  if (before.copying && before.copying.vaultId !== source.vaultId) throw new CopyRefused('of-another');
  // An older copy may hold what the source has changed since: only a new one is known to be right.
  if (before.copying?.seq === source.seq && options.startOver !== true) {
    return { copying: before.copying, resumed: true };
  }
  await to.change(async (tx) => {
    for (const { name } of storedTables.toReversed()) await tx.clearRows(name);
    await tx.setNote('copying', JSON.stringify(source));
  });
  return { copying: source, resumed: false };
}

/** A source that says it was moved is refused, unless it was this target and the last step is missing. */
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

/** Batch by batch behind the last row that the target has. Gives how many rows came, the earlier ones first. */
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
