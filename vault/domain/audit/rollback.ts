import type { Keyring } from '../../crypto/index.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Vault } from '../context/vault.ts';
import { type ChainFault, faultOf } from './audit-chain.ts';
import { type CheckpointSink, decodeCheckpoint, encodeCheckpoint, signed } from './checkpoints.ts';

/** The database does not match the checkpoints stored outside it. The message is for the operator. */
export class RolledBack extends Error {
  constructor(reason: string) {
    super(
      `${reason} Put the newest database back, or find out who changed it. To continue with this one, move the checkpoints away.`,
    );
    this.name = 'RolledBack';
  }
}

/**
 * Compares the database with the last checkpoint stored outside it.
 * @throws RolledBack if the database is older, or its log was cut or rewritten
 */
export async function refuseRollback(
  storage: Storage,
  keyring: Keyring,
  sink: CheckpointSink,
): Promise<void> {
  const lack = await lackOf(storage, keyring, sink);
  if (lack) throw new RolledBack(lack.reason);
}

/**
 * What the database lacks compared with the last checkpoint stored outside it; `undefined` if nothing is
 * missing.
 */
export async function lackOf(
  storage: Storage,
  keyring: Keyring,
  sink: CheckpointSink,
): Promise<{ readonly fault: ChainFault; readonly reason: string } | undefined> {
  const last = await sink.last();
  if (last === undefined) return undefined;
  const checkpoint = decodeCheckpoint(last);
  const fault = await faultOf({ storage, keyring }, checkpoint);
  if (fault === undefined) return undefined;
  const { seq = 0, at = '' } = checkpoint ?? {};
  if (fault === 'checkpoint') {
    const isUnknown = checkpoint !== undefined && keyring.checkpoints.keyOf(checkpoint.keyId) === undefined;
    const reason = isUnknown
      ? 'The last checkpoint was not signed by this vault with its current keys: the database is from before the seed was replaced, or the checkpoint is from another vault.'
      : 'The last checkpoint was not signed by this vault.';
    return { fault, reason };
  }
  const entry = `Entry ${String(seq)} of the audit log`;
  const reason =
    fault === 'rewritten'
      ? `${entry} is not the one that was signed at ${at}.`
      : `The audit log ends before entry ${String(seq)}, which was signed at ${at}: the database is an older copy, or was cut.`;
  return { fault, reason };
}

/**
 * Seals a vault whose database was rolled back while the vault was running. First signs the latest known
 * state of the log and stores it outside, so that the next start compares the database with it.
 */
export function sealWhenBack({ storage, keyring, seal, now }: Vault, sink: CheckpointSink | undefined): void {
  storage.history.onFault(({ message }) => {
    const { known } = storage.history;
    const isOpen = seal.reason === undefined;
    const proof = isOpen && known && known.seq > 0 && signed(keyring, { ...known, at: now().toISOString() });
    const advice = new RolledBack(message).message;
    seal.seal('went-back', `${advice} Then start the vault again.`);
    // If this fails, the sink still has the checkpoint of the last minute.
    if (proof) void sink?.append(encodeCheckpoint(proof)).catch(() => undefined);
  });
}
