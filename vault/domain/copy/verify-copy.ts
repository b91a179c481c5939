import type { Keyring, RootKey } from '../../crypto/index.ts';
import {
  type MovableStorage,
  type RowStorage,
  type StoredRow,
  storedTables,
  type TableName,
} from '../../storage/stored-rows.ts';
import type { Storage } from '../../storage/storage.ts';
import { verifyAuditChain } from '../audit/audit-chain.ts';
import { VaultSeal } from '../context/seal.ts';
import { createVault, type Vault } from '../context/vault.ts';
import { verifyRows } from '../integrity/verify-rows.ts';

export interface VerifyStep {
  readonly table: TableName;
  readonly rows: number;
}

/**
 * Compares every row of both storages, byte by byte. With the keys, then verifies the copy as a vault: its
 * audit log entry by entry, and every row against its MAC and the log.
 * @throws CopyRefused `different`, `damaged`
 */
export async function* verifyCopy(
  from: MovableStorage,
  to: MovableStorage,
  keyring: Keyring | undefined,
): AsyncGenerator<VerifyStep> {
  let rows = 0;
  for (const { name, key } of storedTables) {
    for await (const count of compareTable(from.rows, to.rows, name, key)) {
      rows += count;
      yield { table: name, rows };
    }
  }
  if (keyring) await verifyAsVault(to, keyring);
}

async function* compareTable(
  from: RowStorage,
  to: RowStorage,
  table: TableName,
  key: readonly string[],
): AsyncGenerator<number> {
  for (let after: StoredRow | undefined; ;) {
    const last = after;
    const [expected, found] = await Promise.all(
      [from, to].map((storage) => storage.look((view) => view.rowsAfter(table, last))),
    );
    if (!expected || !found) return;
    const length = Math.max(expected.length, found.length);
    for (let index = 0; index < length; index += 1) {
      const row = expected[index];
      if (!isSame(row, found[index]))
        throw new CopyRefused('different', placeOf(table, key, row ?? found[index]));
    }
    if (length === 0) return;
    after = expected.at(-1);
    yield length;
  }
}

function isSame(one: StoredRow | undefined, other: StoredRow | undefined): boolean {
  if (!one || !other) return false;
  const columns = Object.keys(one);
  return (
    columns.length === Object.keys(other).length &&
    columns.every((column) => isSameValue(one[column], other[column]))
  );
}

function isSameValue(one: StoredRow[string] | undefined, other: StoredRow[string] | undefined): boolean {
  if (one instanceof Buffer) return other instanceof Buffer && one.equals(other);
  return one === other;
}

/** Ids and names can be shown to an operator; digests are removed. */
function placeOf(table: TableName, key: readonly string[], row: StoredRow | undefined): string {
  const names = key.map((column) => row?.[column]).filter((value) => !(value instanceof Buffer));
  return `${table} ${names.join(' ')}`;
}

async function verifyAsVault(storage: Storage, keyring: Keyring): Promise<void> {
  const vault = vaultOf(storage, keyring);
  const { fault } = await verifyAuditChain(vault);
  if (fault) throw new CopyRefused('damaged', `entry ${String(fault.seq)} of the audit log is ${fault.what}`);
  for await (const { row, id, what } of verifyRows(vault)) {
    throw new CopyRefused('damaged', `${row} ${id} is ${what}`);
  }
}

/** A read-only vault: nothing uses its root key or creates ids. */
function vaultOf(storage: Storage, keyring: Keyring): Vault {
  const seal = new VaultSeal(noRootKey);
  seal.unseal(keyring, '');
  return createVault({ storage, seal, now: () => new Date(), newId: (prefix) => prefix });
}

const noRootKey: RootKey = {
  wrap: () => Promise.reject(new Error('There is no root key here.')),
  unwrap: () => Promise.reject(new Error('There is no root key here.')),
};

/**
 * Why a vault was not copied. `occupied`: the target is in use. `of-another`: the target contains part of
 * another vault. `half`: the source is itself an incomplete copy. `no-vault`: the source contains no vault.
 * `moved`: it was already moved. `older`: its rows must first be migrated by starting the vault. `changed`:
 * the source changed since the copy began. `different`: the copy differs from the source. `damaged`: both
 * have the same rows, but some were changed outside the vault.
 */
export type CopyProblem =
  'changed' | 'damaged' | 'different' | 'half' | 'moved' | 'no-vault' | 'occupied' | 'of-another' | 'older';

/** The target did not become a vault; the source is unchanged. */
export class CopyRefused extends Error {
  readonly problem: CopyProblem;
  /** Location of the first difference: a table and a key, never their content. */
  readonly where: string | undefined;

  constructor(problem: CopyProblem, where?: string) {
    super(where === undefined ? problem : `${problem}: ${where}`);
    this.name = 'CopyRefused';
    this.problem = problem;
    this.where = where;
  }
}
