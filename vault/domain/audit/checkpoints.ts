import Type from 'typebox';
import { Check } from 'typebox/value';
import { generationOf, type Keyring, type MacContent } from '../../crypto/index.ts';
import type { AuditHead, CheckpointRecord } from '../../storage/records.ts';
import { appendEntry } from './audit.ts';
import type { AuditSubject } from './audit-subject.ts';
import { chainStart } from './audit-mac.ts';
import { withKnownTerms } from '../keys/refresh-keys.ts';
import type { Vault } from '../vault.ts';

/** A signed statement that the audit log had this entry. */
export type Checkpoint = CheckpointRecord;

/** Where checkpoints go besides the database, so that whoever can cut the log there is found out. */
export interface CheckpointSink {
  /** For the log; never the address, which may hold a credential. */
  readonly where: 'at its address' | 'in its file';
  /** Resolves when the line is kept for good. */
  append(line: string): Promise<void>;
  /** Everything kept so far, oldest first. Nothing, where the place cannot be read back. */
  lines(): AsyncIterable<string>;
  /** The end of {@link lines}, however many there are. */
  last(): Promise<string | undefined>;
}

/**
 * Signs the end of the log. The checkpoint is an entry of its own, so that there is no quiet stretch
 * at the end that could be cut unseen. `undefined` when nothing happened since the last one.
 */
export async function makeCheckpoint(vault: Vault): Promise<Checkpoint | undefined> {
  const last = await vault.storage.look((view) => view.lastCheckpoint());
  const news = await vault.storage.auditAfter(last?.seq ?? 0, 1);
  if (news.length === 0) return undefined;
  const head = await appendMark(vault);
  const checkpoint = signed(vault.keyring, { ...head, at: vault.now().toISOString() });
  await vault.storage.transact((tx) => tx.insertCheckpoint(checkpoint));
  return checkpoint;
}

/**
 * Whether this vault made it and nobody changed it. The key of a seed that was replaced counts for entries of
 * that seed only: whoever has stolen it can sign nothing about what was written since.
 */
export function isSigned(keyring: Keyring, checkpoint: Checkpoint): boolean {
  return isSignedStatement(keyring, contentOf(checkpoint), checkpoint, checkpoint.mac);
}

/** Who signed a statement about the audit log, and the signature. */
export interface Signature {
  readonly keyId: string;
  readonly signature: Buffer;
}

export function signStatement({ checkpoints }: Keyring, content: MacContent): Signature {
  return { keyId: checkpoints.keyId, signature: checkpoints.sign(checkpoints.statement(content)) };
}

/** Whether this vault signed `content`, which is about the log up to the entry with this MAC. */
export function isSignedStatement(
  { checkpoints }: Keyring,
  content: MacContent,
  { keyId, signature }: Signature,
  mac: Buffer,
): boolean {
  const key = checkpoints.keyOf(keyId);
  const made = generationOf(mac);
  if (!key || made === undefined || key.generation < made) return false;
  return key.verify(checkpoints.statement(content), signature);
}

/** One line of JSON; bytes are in base64. */
export function encodeCheckpoint({ seq, mac, at, keyId, signature }: Checkpoint): string {
  return JSON.stringify({ seq, mac: base64(mac), at, keyId, signature: base64(signature) });
}

/** `undefined` when the line is not one that {@link encodeCheckpoint} wrote. */
export function decodeCheckpoint(line: string): Checkpoint | undefined {
  const value = parse(line);
  if (!Check(Line, value)) return undefined;
  const { mac, signature, ...rest } = value;
  const checkpoint = {
    ...rest,
    mac: Buffer.from(mac, 'base64'),
    signature: Buffer.from(signature, 'base64'),
  };
  return encodeCheckpoint(checkpoint) === line ? checkpoint : undefined;
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64');
}

const Line = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    mac: Type.String(),
    at: Type.String(),
    keyId: Type.String(),
    signature: Type.String(),
  },
  { additionalProperties: false },
);

/** Says that the log has this entry. */
export function signed(keyring: Keyring, head: AuditHead & { readonly at: string }): Checkpoint {
  return { ...head, ...signStatement(keyring, contentOf(head)) };
}

function contentOf({ seq, mac, at }: AuditHead & { readonly at: string }): MacContent {
  return [seq, base64(mac), at];
}

/** Appends an entry and resolves to where the log ends with it. */
async function appendMark(vault: Vault): Promise<AuditHead> {
  const accountId = (await vault.storage.look((view) => view.firstAccount()))?.id ?? 'vault';
  const actor = { accountId, actorId: 'vault', actorRole: 'vault', requestId: 'checkpoint' } as const;
  const subject: AuditSubject = { action: 'audit.checkpoint' };
  let head: AuditHead = { seq: 0, mac: chainStart };
  await withKnownTerms(vault, () =>
    vault.storage.transactReading((tx) =>
      appendEntry(vault, tx, actor, subject, undefined, ({ seq, mac }) => {
        head = { seq, mac };
      }),
    ),
  );
  return head;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
