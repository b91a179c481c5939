import Type from 'typebox';
import { Check } from 'typebox/value';
import { generationOf, type Keyring, type MacContent } from '../../crypto/index.ts';
import type { AuditHead, CheckpointRecord } from '../../storage/records.ts';
import { appendEntry } from './audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { chainStart } from './audit-mac.ts';
import { withKnownTerms } from '../context/refresh-keys.ts';
import type { Vault } from '../context/vault.ts';

/** A signed statement that the audit log had this entry. */
export type Checkpoint = CheckpointRecord;

/** Where checkpoints are stored in addition to the database, so that truncating the log there is detected. */
export interface CheckpointSink {
  /** For the log; never the address itself, which may contain a credential. */
  readonly where: 'at its address' | 'in its file';
  /** Resolves once the line is durable. */
  append(line: string): Promise<void>;
  /** Everything stored so far, oldest first. Empty if it cannot be read back. */
  lines(): AsyncIterable<string>;
  /** The last of {@link lines}, without reading all of them. */
  last(): Promise<string | undefined>;
}

/**
 * Signs the end of the log. The checkpoint is itself an entry, so that a quiet stretch at the end cannot be
 * cut off unnoticed. Resolves to `undefined` if nothing happened since the last one.
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
 * Whether this vault made the checkpoint and it is unchanged. The key of a replaced seed is accepted only for
 * entries of that seed, so a thief of that key cannot sign anything about later entries.
 */
export function isSigned(keyring: Keyring, checkpoint: Checkpoint): boolean {
  return isSignedStatement(keyring, contentOf(checkpoint), checkpoint, checkpoint.mac);
}

/** A signature of a statement about the audit log, and the key that made it. */
export interface Signature {
  readonly keyId: string;
  readonly signature: Buffer;
}

export function signStatement({ checkpoints }: Keyring, content: MacContent): Signature {
  return { keyId: checkpoints.keyId, signature: checkpoints.sign(checkpoints.statement(content)) };
}

/** Whether this vault signed `content`, a statement about the log up to the entry with this MAC. */
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

/** `undefined` if the line was not written by {@link encodeCheckpoint}. */
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

/** Signs the statement that the log contains this entry. */
export function signed(keyring: Keyring, head: AuditHead & { readonly at: string }): Checkpoint {
  return { ...head, ...signStatement(keyring, contentOf(head)) };
}

function contentOf({ seq, mac, at }: AuditHead & { readonly at: string }): MacContent {
  return [seq, base64(mac), at];
}

/** Appends an entry and resolves to the end of the log, which is now that entry. */
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
