import { checkpointSink } from '../checkpoint-sink.ts';
import { pathsIn } from '../data-directory.ts';
import { type ChainVerdict, verifyAuditChain } from '../domain/audit/audit-chain.ts';
import { type Checkpoint, decodeCheckpoint } from '../domain/audit/checkpoints.ts';
import { refreshKeys } from '../domain/keys/refresh-keys.ts';
import type { Vault } from '../domain/vault.ts';
import { type RowFault, verifyRows } from '../domain/integrity/verify-rows.ts';
import { besideVault } from './open-beside.ts';
import type { OnProgress, OperatorTarget } from './target.ts';

export interface Verdict extends ChainVerdict {
  /** Rows that are not as the vault left them; empty when the log itself is broken, which tells of rows. */
  readonly rows: readonly RowFault[];
}

/** More would say no more. */
const mostFaults = 100;

/**
 * Reads the whole audit log with every checkpoint, and every secret with its versions, beside the
 * vault that may be running.
 */
export async function verifyAudit(target: OperatorTarget, onProgress: OnProgress): Promise<Verdict> {
  const place = target.checkpoints ?? pathsIn(target.dataDir).checkpointPath;
  return besideVault(target, (vault) => verifyVault(vault, onProgress, kept(place)));
}

/** The same for a vault that is open; `outside` are checkpoints that were kept outside of it. */
export async function verifyVault(
  vault: Vault,
  onProgress: OnProgress,
  outside?: AsyncIterable<Checkpoint | undefined>,
): Promise<Verdict> {
  const { entries, secrets } = await vault.storage.look((view) => view.figures());
  const chain = await verifyAuditChain(vault, {
    ...(outside && { outside }),
    onProgress: (done) => onProgress('entries', done, entries),
  });
  if (chain.fault) return { ...chain, rows: [] };
  onProgress('secrets', 0, secrets);
  return { ...chain, rows: await faultyRows(vault) };
}

/** A rotation beside this walk brings keys that look like faults until they are known. */
async function faultyRows(vault: Vault): Promise<readonly RowFault[]> {
  for (;;) {
    const faults: RowFault[] = [];
    for await (const fault of verifyRows(vault)) {
      if (faults.push(fault) === mostFaults) break;
    }
    if (faults.length === 0 || !(await refreshKeys(vault))) return faults;
  }
}

async function* kept(place: string): AsyncGenerator<Checkpoint | undefined> {
  for await (const line of checkpointSink(place).lines()) yield decodeCheckpoint(line);
}
