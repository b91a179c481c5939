import type { Keyring } from '../../crypto/index.ts';
import type { Storage } from '../../storage/storage.ts';
import { faultOf } from './audit-chain.ts';
import { type CheckpointSink, decodeCheckpoint } from './checkpoints.ts';

/** The database is not the one that the checkpoints outside of it know. The message is for the operator. */
export class RolledBack extends Error {
  constructor(reason: string) {
    super(
      `${reason} Put the newest database back, or find out who changed it. To go on with this one, move the checkpoints away.`,
    );
    this.name = 'RolledBack';
  }
}

/**
 * Compares the database with the last checkpoint that was kept outside of it.
 * @throws RolledBack when the database is older, or its log was cut or rewritten.
 */
export async function refuseRollback(
  storage: Storage,
  keyring: Keyring,
  sink: CheckpointSink,
): Promise<void> {
  let last: string | undefined;
  for await (const line of sink.lines()) last = line;
  if (last === undefined) return;
  const checkpoint = decodeCheckpoint(last);
  const fault = await faultOf({ storage, keyring }, checkpoint);
  if (fault === undefined) return;
  if (fault === 'checkpoint') throw new RolledBack('The last checkpoint is not one that this vault signed.');
  const { seq = 0, at = '' } = checkpoint ?? {};
  throw new RolledBack(
    fault === 'rewritten'
      ? `Entry ${String(seq)} of the audit log is not the one that was signed at ${at}.`
      : `The audit log ends before entry ${String(seq)}, which was signed at ${at}: the database is an older copy, or was cut.`,
  );
}
