import { createHash } from 'node:crypto';
import { IntegrityError } from '../../crypto/index.ts';
import type { AuditHead, AuditRecord } from '../../storage/records.ts';
import { Pace } from '../context/pace.ts';
import type { Vault } from '../context/vault.ts';
import { chainStart, follows } from './audit-mac.ts';
import { type Checkpoint, isSigned } from './checkpoints.ts';
import { encodeEntry } from './entry-lines.ts';
import { type Manifest, readManifest, signManifest } from './segments.ts';

/** Limits the size of a segment to about 20 MB, because all of it is held in memory while it is exported. */
export const segmentEntries = 50_000;
/** A request waits while at most this many entries are read. */
const pageSize = 50;

/**
 * Seals all entries that are not in a segment yet, in as many segments as needed. Every entry is verified
 * before it is signed, and so are its checkpoints.
 * @throws IntegrityError if the log was changed outside the vault
 */
export async function* sealSegments(vault: Vault): AsyncGenerator<Manifest> {
  const { entries } = await vault.storage.look((view) => view.figures());
  for (;;) {
    const manifest = await sealNext(vault, entries);
    if (!manifest) return;
    yield manifest;
  }
}

/** The end of the last segment. @throws IntegrityError */
export async function endOfSegments({ storage, keyring }: Vault): Promise<AuditHead> {
  const last = await storage.look((view) => view.lastSegment());
  if (!last) return { seq: 0, mac: chainStart };
  const manifest = readManifest(keyring, last);
  if (!manifest) throw new IntegrityError('a segment of the audit log');
  return { seq: manifest.last, mac: Buffer.from(manifest.lastMac, 'base64') };
}

async function sealNext(vault: Vault, end: number): Promise<Manifest | undefined> {
  const begin = await endOfSegments(vault);
  const digest = createHash('sha256');
  let bytes = 0;
  let first: AuditRecord | undefined;
  let last: AuditRecord | undefined;
  // The clocks of several processes can differ, so the newest time may not be that of the last entry.
  let lastAt = '';
  for await (const entry of verifiedEntries(vault, begin, Math.min(segmentEntries, end - begin.seq))) {
    const line = Buffer.from(`${encodeEntry(entry)}\n`);
    digest.update(line);
    bytes += line.length;
    first ??= entry;
    last = entry;
    if (entry.at > lastAt) lastAt = entry.at;
  }
  if (!first || !last) return undefined;
  const manifest = signManifest(vault.keyring, {
    format: 1,
    first: first.seq,
    last: last.seq,
    count: last.seq - begin.seq,
    previousMac: begin.mac.toString('base64'),
    lastMac: last.mac.toString('base64'),
    firstAt: first.at,
    lastAt,
    bytes,
    digest: digest.digest('base64'),
    sealedAt: vault.now().toISOString(),
  });
  const record = { first: first.seq, last: last.seq, lastAt, exportedAt: null };
  return vault.storage.transact(async (tx) => {
    // Another process may have been faster; then nothing is left to do.
    if (((await tx.lastSegment())?.last ?? 0) !== begin.seq) return undefined;
    await tx.insertSegment({ ...record, manifest: JSON.stringify(manifest) });
    return manifest;
  });
}

/** Reads at most `limit` entries after `begin` and verifies the MAC of each. @throws IntegrityError */
export async function* verifiedEntries(
  vault: Vault,
  begin: AuditHead,
  limit: number,
): AsyncGenerator<AuditRecord> {
  const { storage, keyring } = vault;
  const checkpoints = new CheckpointsBeside(vault, begin.seq);
  const pace = new Pace();
  let previous = begin;
  for (;;) {
    const left = begin.seq + limit - previous.seq;
    const entries = left > 0 ? await storage.auditAfter(previous.seq, Math.min(pageSize, left)) : [];
    for (const entry of entries) {
      const isNext = entry.seq === previous.seq + 1;
      if (!isNext || !follows(keyring, entry, previous.mac)) throw new IntegrityError(log);
      await checkpoints.compare(entry);
      yield entry;
      previous = entry;
    }
    if (entries.length === 0) return;
    await pace.worked(entries.length);
  }
}

const log = 'the audit log';

/** Reads the checkpoints in the database in step with the entries. */
class CheckpointsBeside {
  readonly #vault: Vault;
  #next: Checkpoint[] = [];
  #after: number;

  constructor(vault: Vault, after: number) {
    this.#vault = vault;
    this.#after = after;
  }

  async compare({ seq, mac }: AuditHead): Promise<void> {
    if (seq > this.#after) await this.#read(seq - 1);
    const [checkpoint] = this.#next;
    if (checkpoint?.seq !== seq) return;
    this.#next.shift();
    if (!isSigned(this.#vault.keyring, checkpoint) || !checkpoint.mac.equals(mac))
      throw new IntegrityError(log);
  }

  async #read(after: number): Promise<void> {
    const page = await this.#vault.storage.look((view) => view.checkpointsAfter(after, pageSize));
    this.#next = [...page];
    // After a partial page there are no more yet; later calls look for new ones.
    this.#after = page.length < pageSize ? after + pageSize : (page.at(-1)?.seq ?? after);
  }
}
