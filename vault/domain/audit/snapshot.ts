import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { IntegrityError, type Keyring, type MacContent } from '../../crypto/index.ts';
import type { AuditHead } from '../../storage/records.ts';
import type { Storage } from '../../storage/storage.ts';
import { isSignedStatement, signStatement } from './checkpoints.ts';
import { requireCurrentSeed } from '../context/refresh-keys.ts';
import type { Vault } from '../context/vault.ts';
import { parseJson } from './entry-lines.ts';
import { digestOf } from './segments.ts';

/**
 * What remains of pruned entries: the point after which the log continues, and what they recorded about rows.
 */
export interface Snapshot extends AuditHead {
  /** When the last pruned entry was written. */
  readonly lastAt: string;
  readonly prunedAt: string;
}

const Header = Type.Object(
  {
    format: Type.Literal(1),
    seq: Type.Integer({ minimum: 1 }),
    mac: Type.String(),
    lastAt: Type.String(),
    prunedAt: Type.String(),
    /** SHA-256 of the content that follows, in base64. */
    digest: Type.String(),
    parts: Type.Integer({ minimum: 0 }),
    keyId: Type.String(),
    signature: Type.String(),
  },
  { additionalProperties: false },
);
type Header = Static<typeof Header>;

/** Limits how many bytes one statement sends to the database. */
const partBytes = 256 * 1024;

/** Signs the snapshot and splits it into the parts that storage keeps: the header, followed by `content`. */
export function encodeSnapshot(keyring: Keyring, snapshot: Snapshot, content: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let start = 0; start < content.length; start += partBytes) {
    parts.push(content.subarray(start, start + partBytes));
  }
  const unsigned = {
    format: 1,
    seq: snapshot.seq,
    mac: snapshot.mac.toString('base64'),
    lastAt: snapshot.lastAt,
    prunedAt: snapshot.prunedAt,
    digest: digestOf(content),
    parts: parts.length,
  } as const;
  const { keyId, signature } = signStatement(keyring, contentOf(unsigned));
  const header: Header = { ...unsigned, keyId, signature: signature.toString('base64') };
  return [Buffer.from(JSON.stringify(header)), ...parts];
}

/** The last pruned entry; `undefined` if the log is complete. @throws IntegrityError */
export async function readSnapshot(vault: Reading): Promise<Snapshot | undefined> {
  const header = await readHeader(vault);
  if (!header) return undefined;
  const { seq, lastAt, prunedAt } = header;
  return { seq, mac: Buffer.from(header.mac, 'base64'), lastAt, prunedAt };
}

/**
 * The content passed to {@link encodeSnapshot}, and the number of the last pruned entry (0 if there is none).
 * @throws IntegrityError
 */
export async function readSnapshotContent(
  vault: Reading,
): Promise<{ readonly content: Buffer; readonly seq: number }> {
  for (;;) {
    const header = await readHeader(vault);
    if (!header) return { content: Buffer.alloc(0), seq: 0 };
    const parts: Buffer[] = [];
    for (let part = 1; part <= header.parts; part += 1) {
      const bytes = await vault.storage.look((view) => view.snapshotPart(part));
      if (bytes) parts.push(bytes);
    }
    const content = Buffer.concat(parts);
    if (digestOf(content) === header.digest) return { content, seq: header.seq };
    // Another process may have pruned in the meantime; if the header is unchanged, the snapshot was edited.
    const now = await readHeader(vault);
    if (now?.signature === header.signature) throw new IntegrityError(what);
  }
}

/** Signs the snapshot with the current seed. @throws IntegrityError if it was changed outside the vault */
export async function renewSnapshot(vault: Vault): Promise<void> {
  const keyring = vault.keyring.pinned();
  await vault.storage.transact(async (tx) => {
    await requireCurrentSeed(keyring, tx);
    const reading: Reading = { keyring, storage: { look: (work) => work(tx) } };
    const snapshot = await readSnapshot(reading);
    if (!snapshot) return;
    const { content } = await readSnapshotContent(reading);
    await tx.replaceSnapshot(encodeSnapshot(keyring, snapshot, content));
  });
}

/**
 * The last pruned entry according to the database, for callers without a key to verify it; 0 if nothing was
 * pruned.
 */
export async function prunedThrough(storage: Pick<Storage, 'look'>): Promise<number> {
  const bytes = await storage.look((view) => view.snapshotPart(0));
  const header = parseJson(bytes?.toString() ?? '');
  return Check(Header, header) ? header.seq : 0;
}

type Reading = { readonly storage: Pick<Storage, 'look'>; readonly keyring: Keyring };

const what = 'the record of pruned audit entries';

async function readHeader({ storage, keyring }: Reading): Promise<Header | undefined> {
  const bytes = await storage.look((view) => view.snapshotPart(0));
  if (!bytes) return undefined;
  const header = parseJson(bytes.toString());
  if (!Check(Header, header)) throw new IntegrityError(what);
  const signature = Buffer.from(header.signature, 'base64');
  const { keyId } = header;
  const mac = Buffer.from(header.mac, 'base64');
  // Only this signature protects what the snapshot records about rows, so keys of deleted seeds are not
  // accepted.
  const isKnown = keyring.checkpoints.keyOf(keyId)?.isKept === false;
  if (!isKnown || !isSignedStatement(keyring, contentOf(header), { keyId, signature }, mac))
    throw new IntegrityError(what);
  return header;
}

function contentOf(header: Omit<Header, 'keyId' | 'signature'>): MacContent {
  const { format, seq, mac, lastAt, prunedAt, digest, parts } = header;
  return ['snapshot', format, seq, mac, lastAt, prunedAt, digest, parts];
}
