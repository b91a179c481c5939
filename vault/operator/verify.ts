import { checkpointSink } from '../setup/checkpoint-sink.ts';
import { pathsIn } from '../setup/data-directory.ts';
import { type ChainVerdict, verifyAuditChain } from '../domain/audit/audit-chain.ts';
import { type Checkpoint, decodeCheckpoint } from '../domain/audit/checkpoints.ts';
import { refreshKeys } from '../domain/context/refresh-keys.ts';
import type { SegmentPlace } from '../domain/audit/segment-place.ts';
import type { KnownRows } from '../domain/audit/known-rows.ts';
import type { Vault } from '../domain/context/vault.ts';
import { openSegmentPlace } from '../archive/place.ts';
import { type RowFault, verifyRows } from '../domain/integrity/verify-rows.ts';
import { isSound } from '../storage/sqlite/copy.ts';
import { isDamage } from '../storage/sqlite/failure.ts';
import { besideVault, type OnProgress, type OperatorTarget, requireVault } from './open-beside.ts';

export interface Verdict extends Omit<ChainVerdict, 'known'> {
  /**
   * Rows that are not as the vault left them; empty if the log itself is damaged, since rows are checked
   * against it.
   */
  readonly rows: readonly RowFault[];
  /** Damage to the file itself, as a sentence; if present, nothing in the file was checked. */
  readonly damage?: string;
}

/** Reporting more faults would not be useful. */
const mostFaults = 100;

/**
 * Reads the entire audit log with every checkpoint, and every secret with its versions, even while the vault
 * is running. With `segmentPlace`, the location that segments were exported to, pruned entries are read too.
 */
export async function verifyAudit(
  target: OperatorTarget,
  onProgress: OnProgress,
  segmentPlace?: string,
): Promise<Verdict> {
  const damage = damageOf(target);
  if (damage !== undefined) return { entries: 0, checkpoints: 0, fault: undefined, rows: [], damage };
  const segments = segmentPlace === undefined ? undefined : openSegmentPlace(segmentPlace);
  const place = target.checkpoints ?? pathsIn(target.dataDir).checkpointPath;
  return besideVault(target, (vault) => verifyVault(vault, onProgress, kept(place), segments));
}

/** PostgreSQL checks its own pages. */
function damageOf({ dataDir, database }: OperatorTarget): string | undefined {
  if (database !== undefined) return undefined;
  requireVault(dataDir);
  const path = pathsIn(dataDir).databasePath;
  if (isWholeFile(path)) return undefined;
  return `The pages of ${path} are damaged. Stop the vault, keep a copy of its folder, and restore the newest backup with: agent-secrets vault restore`;
}

function isWholeFile(path: string): boolean {
  try {
    return isSound(path);
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

/**
 * Like {@link verifyAudit}, for a vault that is open; `outside` contains the checkpoints stored outside it.
 */
export async function verifyVault(
  vault: Vault,
  onProgress: OnProgress,
  outside?: AsyncIterable<Checkpoint | undefined>,
  segments?: SegmentPlace,
): Promise<Verdict> {
  const { entries, secrets } = await vault.storage.look((view) => view.figures());
  const { known, ...chain } = await verifyAuditChain(vault, {
    ...(outside && { outside }),
    ...(segments && { segments }),
    onProgress: (done) => onProgress('entries', done, entries),
  });
  if (chain.fault) return { ...chain, rows: [] };
  onProgress('secrets', 0, secrets);
  return { ...chain, rows: await faultyRows(vault, known) };
}

/** A concurrent rotation adds keys that look like faults until they are loaded. */
async function faultyRows(vault: Vault, known: KnownRows | undefined): Promise<readonly RowFault[]> {
  for (;;) {
    const faults: RowFault[] = [];
    for await (const fault of verifyRows(vault, known?.copy())) {
      if (faults.push(fault) === mostFaults) break;
    }
    if (faults.length === 0 || !(await refreshKeys(vault))) return faults;
  }
}

async function* kept(place: string): AsyncGenerator<Checkpoint | undefined> {
  for await (const line of checkpointSink(place).lines()) yield decodeCheckpoint(line);
}
