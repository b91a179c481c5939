import { createHash } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import type { Keyring, MacContent } from '../../crypto/index.ts';
import type { SegmentRecord } from '../../storage/records.ts';
import type { Storage } from '../../storage/storage.ts';
import { isSignedStatement, signStatement } from './checkpoints.ts';
import { parseJson } from './entry-lines.ts';

/** The vault's signed statement about consecutive entries. MACs, digest and signature are in base64. */
const Manifest = Type.Object(
  {
    /** Incremented when the line format of entries changes. */
    format: Type.Literal(1),
    first: Type.Integer({ minimum: 1 }),
    last: Type.Integer({ minimum: 1 }),
    count: Type.Integer({ minimum: 1 }),
    /** MAC of the entry before the first. */
    previousMac: Type.String(),
    lastMac: Type.String(),
    firstAt: Type.String(),
    lastAt: Type.String(),
    /** Length and SHA-256 of the exported lines. */
    bytes: Type.Integer({ minimum: 1 }),
    digest: Type.String(),
    sealedAt: Type.String(),
    keyId: Type.String(),
    signature: Type.String(),
  },
  { additionalProperties: false },
);
export type Manifest = Static<typeof Manifest>;

export type UnsignedManifest = Omit<Manifest, 'keyId' | 'signature'>;

export function signManifest(keyring: Keyring, manifest: UnsignedManifest): Manifest {
  const { keyId, signature } = signStatement(keyring, contentOf(manifest));
  return { ...manifest, keyId, signature: signature.toString('base64') };
}

/** `undefined` if this vault did not sign it, or if the columns of the record do not match it. */
export function readManifest(
  keyring: Keyring,
  record: Pick<SegmentRecord, 'first' | 'last' | 'lastAt' | 'manifest'>,
): Manifest | undefined {
  const manifest = decodeManifest(record.manifest);
  if (!manifest) return undefined;
  const { first, last, lastAt, keyId } = manifest;
  if (first !== record.first || last !== record.last || lastAt !== record.lastAt) return undefined;
  const signature = Buffer.from(manifest.signature, 'base64');
  const lastMac = Buffer.from(manifest.lastMac, 'base64');
  const isSigned = isSignedStatement(keyring, contentOf(manifest), { keyId, signature }, lastMac);
  return isSigned ? manifest : undefined;
}

/** Parses a line as a manifest without verifying the signature. */
export function decodeManifest(line: string): Manifest | undefined {
  const manifest = parseJson(line);
  return Check(Manifest, manifest) && JSON.stringify(manifest) === line ? manifest : undefined;
}

/** The file names of a segment: the same wherever it is exported, and sorted in log order. */
export function namesOf({ first, last }: Pick<Manifest, 'first' | 'last'>) {
  const name = `audit-${padded(first)}-${padded(last)}`;
  return { entries: `${name}.jsonl`, manifest: `${name}.manifest.json` } as const;
}

export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64');
}

const pageSize = 100;

/** All segments that end after `seq`, oldest first. */
export async function* segmentsAfter(
  storage: Pick<Storage, 'look'>,
  seq: number,
): AsyncGenerator<SegmentRecord> {
  for (let after = seq; ;) {
    const from = after;
    const page = await storage.look((view) => view.segmentsAfter(from, pageSize));
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.last ?? after;
  }
}

function padded(seq: number): string {
  return String(seq).padStart(12, '0');
}

function contentOf(manifest: UnsignedManifest): MacContent {
  const { format, first, last, count, previousMac, lastMac, firstAt, lastAt, bytes, digest, sealedAt } =
    manifest;
  const range = [first, last, count, previousMac, lastMac, firstAt, lastAt];
  return ['segment', format, ...range, bytes, digest, sealedAt];
}
