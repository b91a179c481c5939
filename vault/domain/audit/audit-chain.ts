import type { Keyring } from '../../crypto/index.ts';
import type { AuditRecord, CheckpointRecord } from '../../storage/records.ts';
import { chainStart, follows } from './audit-mac.ts';
import { type Checkpoint, isSigned } from './checkpoints.ts';
import type { Pace } from '../pace.ts';
import type { Vault } from '../vault.ts';

/**
 * What is wrong with an entry. `missing`: others come after it. `reordered`: it stands in another
 * place. `cut`: a signed checkpoint knows it, but the log ends before. `rewritten`: a signed checkpoint
 * knows another one. `checkpoint`: the checkpoint itself is not what the vault signed.
 */
export type ChainFault = 'missing' | 'edited' | 'reordered' | 'cut' | 'rewritten' | 'checkpoint';

export interface ChainVerdict {
  /** Entries that are as the vault wrote them, from the first on. */
  readonly entries: number;
  /** Checkpoints that agree with them. */
  readonly checkpoints: number;
  /** The first thing that is wrong, and the number of the entry it is about. */
  readonly fault: { readonly seq: number; readonly what: ChainFault } | undefined;
}

export interface VerifyOptions {
  /** Checkpoints that were kept outside of the database. */
  readonly outside?: AsyncIterable<Checkpoint | undefined>;
  /** Told now and then how many entries are verified. */
  readonly onProgress?: (entries: number) => void;
  /** For a process that answers requests meanwhile. */
  readonly pace?: Pace;
}

/** Other requests wait for no more than this many entries. */
const pageSize = 50;
/** How far an entry is looked for that is in another place. */
const longestMove = 1000;
/** What verifying a signature costs, in entries. */
const entriesPerCheckpoint = 10;

/** Reads the whole audit log and every checkpoint, slice by slice, while the vault goes on answering. */
export async function verifyAuditChain(vault: Vault, options: VerifyOptions = {}): Promise<ChainVerdict> {
  const chain = await verifyEntries(vault, options);
  if (chain.fault) return { ...chain, checkpoints: 0 };
  let checkpoints = 0;
  for (const list of [storedCheckpoints(vault), options.outside ?? []]) {
    for await (const checkpoint of list) {
      const what = await faultOf(vault, checkpoint);
      const seq = checkpoint?.seq ?? 0;
      if (what) return { entries: chain.entries, checkpoints, fault: { seq, what } };
      checkpoints += 1;
      await options.pace?.worked(entriesPerCheckpoint);
    }
  }
  return { ...chain, checkpoints };
}

/** What a checkpoint says against the log; `undefined` when they agree. A damaged one is `undefined` here. */
export async function faultOf(
  { storage, keyring }: Pick<Vault, 'storage' | 'keyring'>,
  checkpoint: Checkpoint | undefined,
): Promise<ChainFault | undefined> {
  if (!checkpoint || !isSigned(keyring, checkpoint)) return 'checkpoint';
  const [entry] = await storage.auditAfter(checkpoint.seq - 1, 1);
  if (!entry) return 'cut';
  if (entry.seq !== checkpoint.seq) return 'missing';
  return entry.mac.equals(checkpoint.mac) ? undefined : 'rewritten';
}

async function verifyEntries({ storage, keyring }: Vault, { onProgress, pace }: VerifyOptions) {
  let seq = 0;
  let previous = chainStart;
  for (;;) {
    const entries = await storage.auditAfter(seq, pageSize);
    for (const entry of entries) {
      const isNext = entry.seq === seq + 1 && follows(keyring, entry, previous);
      if (!isNext) {
        const rest = await storage.auditAfter(seq, longestMove);
        return {
          entries: seq,
          fault: { seq: seq + 1, what: classifyFault(keyring, rest, seq + 1, previous) },
        };
      }
      seq = entry.seq;
      previous = entry.mac;
    }
    onProgress?.(seq);
    await pace?.worked(entries.length);
    if (entries.length < pageSize) return { entries: seq, fault: undefined };
  }
}

/** Why the first of `rest` is not the entry `seq`. */
function classifyFault(
  keyring: Keyring,
  rest: readonly AuditRecord[],
  seq: number,
  previous: Buffer,
): ChainFault {
  if (rest.some((entry) => follows(keyring, { ...entry, seq }, previous))) return 'reordered';
  return rest[0]?.seq === seq ? 'edited' : 'missing';
}

async function* storedCheckpoints({ storage }: Vault): AsyncGenerator<CheckpointRecord> {
  for (let seq = 0; ;) {
    const page = await storage.look((view) => view.checkpointsAfter(seq, pageSize));
    yield* page;
    if (page.length < pageSize) return;
    seq = page.at(-1)?.seq ?? seq;
  }
}
