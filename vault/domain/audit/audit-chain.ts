import { generationOf, IntegrityError, type Keyring } from '../../crypto/index.ts';
import type { AuditHead, AuditRecord, CheckpointRecord } from '../../storage/records.ts';
import type { KnownRows } from './known-rows.ts';
import { ArchivedLog, type ArchiveOptions } from './archived-log.ts';
import { chainStart, follows } from './audit-mac.ts';
import { type Checkpoint, isSigned } from './checkpoints.ts';
import { seedGenerations } from '../context/read-keys.ts';
import { refreshKeys } from '../context/refresh-keys.ts';
import { readSnapshot } from './snapshot.ts';
import type { Vault } from '../context/vault.ts';

/**
 * What is wrong with an entry. `missing`: later entries exist. `reordered`: it appears in another position.
 * `cut`: a signed checkpoint covers it, but the log ends before it. `rewritten`: a signed checkpoint covers a
 * different entry. `checkpoint`, `segment`, `snapshot`: the vault's signed statement about entries was itself
 * changed; for a segment, also if its export is missing or was changed.
 */
export type ChainFault =
  'missing' | 'edited' | 'reordered' | 'cut' | 'rewritten' | 'checkpoint' | 'segment' | 'snapshot';

export interface ChainVerdict {
  /** How many entries, counted from the first, are as the vault wrote them. */
  readonly entries: number;
  /** How many checkpoints agree with them. */
  readonly checkpoints: number;
  /** The first fault, and the number of the affected entry. */
  readonly fault: { readonly seq: number; readonly what: ChainFault } | undefined;
  /**
   * Which entries were pruned. They count as verified; if their segments were available, each was checked
   * individually.
   */
  readonly pruned?: Pruned;
  /** What the pruned entries recorded about rows, if their segments were available. */
  readonly known?: KnownRows;
}

/** Entries at the beginning of the log that exist only in exported segments. */
export interface Pruned {
  /** The last entry that was pruned. */
  readonly through: number;
  /** When the last pruned entry was written. */
  readonly lastAt: string;
  readonly at: string;
}

export interface VerifyOptions extends ArchiveOptions {
  /** Checkpoints stored outside the database. */
  readonly outside?: AsyncIterable<Checkpoint | undefined>;
}

/** A request waits while at most this many entries are verified. */
const pageSize = 50;
/** How far to look for an entry that was moved. */
const longestMove = 1000;
/** Cost of verifying a signature, in entries. */
const entriesPerCheckpoint = 10;

/** Reads the entire audit log and every checkpoint in slices, while the vault keeps serving requests. */
export async function verifyAuditChain(vault: Vault, options: VerifyOptions = {}): Promise<ChainVerdict> {
  for (;;) {
    const begin = await findBegin(vault);
    const verdict = await verifyFrom(vault, begin, options);
    // This pass misses entries that are pruned while it runs.
    const isWhole = verdict.fault === undefined || (await findBegin(vault))?.seq === begin?.seq;
    if (isWhole) return verdict;
  }
}

async function verifyFrom(
  vault: Vault,
  begin: Begin | undefined,
  options: VerifyOptions,
): Promise<ChainVerdict> {
  if (begin === undefined) return { entries: 0, checkpoints: 0, fault: { seq: 1, what: 'snapshot' } };
  const archive = new ArchivedLog(vault, options);
  const broken = await archive.verify(begin);
  const pruned = begin.pruned && { pruned: begin.pruned };
  if (broken) return { entries: broken.seq - 1, checkpoints: 0, fault: broken, ...pruned };
  const chain = await verifyEntries(vault, begin, options);
  if (chain.fault) return { ...chain, checkpoints: 0, ...pruned };
  let checkpoints = 0;
  for (const list of [storedCheckpoints(vault), options.outside ?? []]) {
    for await (const checkpoint of list) {
      let what = await faultOf(vault, checkpoint, archive);
      // A new seed may have been started in the meantime.
      if (what === 'checkpoint' && (await refreshKeys(vault)))
        what = await faultOf(vault, checkpoint, archive);
      const seq = checkpoint?.seq ?? 0;
      if (what) return { entries: chain.entries, checkpoints, fault: { seq, what }, ...pruned };
      checkpoints += 1;
      await options.pace?.worked(entriesPerCheckpoint);
    }
  }
  return { ...chain, checkpoints, ...pruned, ...(options.segments && { known: archive.known }) };
}

/** Which entries were pruned; `undefined` if none were. @throws IntegrityError */
export async function prunedEntries(vault: Pick<Vault, 'storage' | 'keyring'>): Promise<Pruned | undefined> {
  const snapshot = await readSnapshot(vault);
  return snapshot && { through: snapshot.seq, lastAt: snapshot.lastAt, at: snapshot.prunedAt };
}

/**
 * How a checkpoint contradicts the log; `undefined` if they agree, or if the checkpoint is damaged. A
 * checkpoint for a pruned entry is compared with the exported segments if they are available.
 */
export async function faultOf(
  vault: Pick<Vault, 'storage' | 'keyring'>,
  checkpoint: Checkpoint | undefined,
  archive?: Pick<ArchivedLog, 'macAt'>,
): Promise<ChainFault | undefined> {
  if (!checkpoint || !isSigned(vault.keyring, checkpoint)) return 'checkpoint';
  const { seq } = checkpoint;
  const begin = await findBegin(vault);
  if (begin && seq <= begin.seq) {
    const mac = seq === begin.seq ? begin.mac : await archive?.macAt(seq);
    return mac === undefined || mac.equals(checkpoint.mac) ? undefined : 'rewritten';
  }
  const [entry] = await vault.storage.auditAfter(seq - 1, 1);
  if (!entry) return 'cut';
  if (entry.seq !== seq) {
    const isPruned = ((await findBegin(vault))?.seq ?? 0) >= seq;
    return isPruned ? faultOf(vault, checkpoint, archive) : 'missing';
  }
  return entry.mac.equals(checkpoint.mac) ? undefined : 'rewritten';
}

/** The entry after which the log is still complete. */
type Begin = AuditHead & { readonly pruned?: Pruned };

/** Where the remaining entries begin; `undefined` if the record of this was edited. */
async function findBegin(vault: Pick<Vault, 'storage' | 'keyring'>): Promise<Begin | undefined> {
  try {
    const snapshot = await readSnapshot(vault);
    if (!snapshot) return { seq: 0, mac: chainStart };
    const { seq, mac, lastAt, prunedAt } = snapshot;
    return { seq, mac, pruned: { through: seq, lastAt, at: prunedAt } };
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}

async function verifyEntries(vault: Vault, begin: AuditHead, { onProgress, pace }: VerifyOptions) {
  const { storage, keyring } = vault;
  let { seq, mac: previous } = begin;
  for (;;) {
    const entries = await storage.auditAfter(seq, pageSize);
    for (const entry of entries) {
      if ((generationOf(entry.mac) ?? 0) > keyring.generation) await refreshKeys(vault);
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
    if (entries.length === pageSize) continue;
    const isCut = await endsBeforeSeed(vault, previous);
    if (isCut && (await storage.auditAfter(seq, 1)).length > 0) continue;
    return { entries: seq, fault: isCut ? ({ seq: seq + 1, what: 'cut' } as const) : undefined };
  }
}

/**
 * Whether the log lacks the entry that started the current seed; entries written in the meantime must be
 * checked first.
 */
async function endsBeforeSeed({ storage }: Vault, last: Buffer): Promise<boolean> {
  const keys = await storage.look((view) => view.keys());
  return (generationOf(last) ?? 0) < (seedGenerations(keys)[0] ?? 0);
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
