import { IntegrityError, type Keyring } from '../../crypto/index.ts';
import type { AuditRecord, SegmentRecord } from '../../storage/records.ts';
import type { Vault } from '../context/vault.ts';
import { decodeEntry, encodeEntry } from './entry-lines.ts';
import { SegmentPlaceError } from './segment-place-error.ts';
import type { SegmentPlace } from './segment-place.ts';
import { verifiedEntries } from './seal-segments.ts';
import { digestOf, type Manifest, namesOf, readManifest, segmentsAfter } from './segments.ts';

/** An upper bound; manifests are far shorter. */
const longestManifest = 16_384;

/**
 * Writes every sealed segment that has not been exported yet to `place`, oldest first, and reads it back. A
 * segment counts as exported only if it reads back exactly as it was signed. Calling this again resumes an
 * interrupted export.
 * @throws SegmentPlaceError, IntegrityError
 */
export async function* exportSegments(vault: Vault, place: SegmentPlace): AsyncGenerator<Manifest> {
  for await (const record of segmentsAfter(vault.storage, 0)) {
    if (record.exportedAt !== null) continue;
    const manifest = requireManifest(vault.keyring, record);
    const { entries, manifest: manifestName } = namesOf(manifest);
    await place.put(entries, await linesOf(vault, manifest));
    // Written last: if a manifest exists, so do its entries.
    await place.put(manifestName, Buffer.from(`${record.manifest}\n`));
    await readSegment(vault.keyring, place, record);
    const exportedAt = vault.now().toISOString();
    await vault.storage.transact((tx) => tx.updateSegment({ ...record, exportedAt }));
    yield manifest;
  }
}

/** The entries of an exported segment, as the vault signed them. @throws SegmentPlaceError, IntegrityError */
export async function readSegment(
  keyring: Keyring,
  place: SegmentPlace,
  record: SegmentRecord,
): Promise<readonly AuditRecord[]> {
  const manifest = requireManifest(keyring, record);
  const names = namesOf(manifest);
  const kept = await place.get(names.manifest, longestManifest);
  if (kept?.toString() !== `${record.manifest}\n`) throw notKept(place, names.manifest, kept);
  const bytes = await place.get(names.entries, manifest.bytes);
  const isKept = bytes?.length === manifest.bytes && digestOf(bytes) === manifest.digest;
  if (!isKept) throw notKept(place, names.entries, bytes);
  const lines = bytes.toString().split('\n').slice(0, -1);
  const entries = lines.flatMap((line) => decodeEntry(line) ?? []);
  if (entries.length === manifest.count) return entries;
  throw new SegmentPlaceError(
    `${names.entries} at ${place.name} was written by another version of this program. Use that version to read it.`,
  );
}

/** @throws IntegrityError if this vault did not sign it */
export function requireManifest(keyring: Keyring, record: SegmentRecord): Manifest {
  const manifest = readManifest(keyring, record);
  if (!manifest) throw new IntegrityError('a segment of the audit log');
  return manifest;
}

function notKept(place: SegmentPlace, name: string, found: Buffer | undefined): SegmentPlaceError {
  const reason = found ? 'is not what the vault exported' : 'is missing';
  return new SegmentPlaceError(`${name} ${reason} at ${place.name}, so nothing was pruned.`);
}

/** Encodes the entries again. @throws IntegrityError if the result differs from what was signed */
async function linesOf(vault: Vault, manifest: Manifest): Promise<Buffer> {
  const begin = { seq: manifest.first - 1, mac: Buffer.from(manifest.previousMac, 'base64') };
  const lines: Buffer[] = [];
  for await (const entry of verifiedEntries(vault, begin, manifest.count)) {
    lines.push(Buffer.from(`${encodeEntry(entry)}\n`));
  }
  const bytes = Buffer.concat(lines);
  if (digestOf(bytes) === manifest.digest) return bytes;
  throw new IntegrityError('a segment of the audit log');
}
