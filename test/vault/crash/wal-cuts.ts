import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointSink } from '../../../vault/setup/checkpoint-sink.ts';
import { verifyAuditChain } from '../../../vault/domain/audit/audit-chain.ts';
import { encodeCheckpoint, makeCheckpoint } from '../../../vault/domain/audit/checkpoints.ts';
import { openVault } from '../../../vault/domain/open-vault.ts';
import { verifyRows } from '../../../vault/domain/integrity/verify-rows.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import { rootKeyIn } from '../support/edit-database.ts';
import { openTestVault, secretUrl, type TestVault } from '../support/test-vault.ts';
import type { Report, Tell } from './report.ts';

export interface WalOptions {
  readonly secrets: number;
  /** Every n-th frame; 1 for all. */
  readonly every: number;
}

const headerLength = 32;
const frameHeader = 24;
const files = ['vault.db', 'root.key', 'admin.key', 'checkpoints.jsonl'];

/** The write-ahead log is cut at and within every frame, and has a byte flipped in every frame. */
export async function cutEverywhere({ secrets, every }: WalOptions, tell: Tell): Promise<Report> {
  const test = await openTestVault();
  const losses: string[] = [];
  let openings = 0;
  let sealed = 0;
  let most = 0;
  try {
    const signedAt = await fill(test, secrets);
    const wal = readFileSync(join(test.directory, 'vault.db-wal'));
    const frame = frameHeader + wal.readUInt32BE(8);
    const frames = Math.floor((wal.length - headerLength) / frame);
    for (let index = 0; index <= frames; index += every) {
      const at = headerLength + index * frame;
      let entries = 0;
      for (const [how, damaged] of damages(wal, at, frame)) {
        const where = `frame ${String(index)} ${how}`;
        const seen = await openWith(test.directory, damaged, signedAt).catch((error: unknown) => ({
          losses: [error instanceof Error ? `${error.name}: ${error.message}` : 'failed'],
          entries: 0,
          isSealed: false,
        }));
        losses.push(...seen.losses.map((loss) => `${where}: ${loss}`));
        openings += 1;
        if (seen.isSealed) sealed += 1;
        if (how === 'cut') entries = seen.entries;
        if (seen.entries !== entries) losses.push(`${where}: other entries than where it is cut`);
      }
      if (entries < most) losses.push(`frame ${String(index)}: fewer entries than one before`);
      most = Math.max(most, entries);
      if (index % 100 === 0)
        tell(`frame ${String(index)} of ${String(frames)}, ${String(losses.length)} lost`);
    }
    const figures = `${String(frames)} frames, ${String(openings)} openings, ${String(sealed)} sealed by a checkpoint, up to ${String(most)} entries, ${String(losses.length)} lost`;
    return { figures, losses };
  } finally {
    await test.close();
  }
}

/** From the same position on nothing counts, whatever the damage. */
function damages(wal: Buffer, at: number, frame: number): readonly (readonly [string, Buffer])[] {
  const cut = wal.subarray(0, at);
  if (at + frame > wal.length) return [['cut', cut]];
  const flipped = Buffer.from(wal);
  const place = at + (at % frame);
  flipped.writeUInt8(flipped.readUInt8(place) ^ 0x10, place);
  return [
    ['cut', cut],
    ['cut within', wal.subarray(0, at + frame - 100)],
    ['with a flipped byte', flipped],
  ];
}

/** Secrets with several versions; in the middle the log is signed. Returns the signed entry. */
async function fill(test: TestVault, secrets: number): Promise<number> {
  await test.addAgents('A');
  let signedAt = 0;
  for (let index = 0; index < secrets; index += 1) {
    const name = `s${String(index)}`;
    await test.addSecret(name, `not-a-real-${name}-1`, ['A']);
    await test.send({
      method: 'PATCH',
      url: secretUrl(name),
      key: test.adminKey,
      headers: { 'if-match': '*' },
      body: { value: `not-a-real-${name}-2` },
    });
    if (index === Math.floor(secrets / 2)) signedAt = await sign(test);
  }
  return signedAt;
}

async function sign({ vault, directory }: TestVault): Promise<number> {
  const checkpoint = await makeCheckpoint(vault);
  if (!checkpoint) throw new Error('Nothing was signed');
  await checkpointSink(join(directory, 'checkpoints.jsonl')).append(encodeCheckpoint(checkpoint));
  return checkpoint.seq;
}

/** What is wrong with the vault that has this write-ahead log. */
async function openWith(from: string, wal: Buffer, signedAt: number) {
  const directory = mkdtempSync(join(tmpdir(), 'vault-wal-'));
  try {
    mkdirSync(directory, { recursive: true });
    for (const file of files) copyFileSync(join(from, file), join(directory, file));
    writeFileSync(join(directory, 'vault.db-wal'), wal);
    const before = await inspect(directory, true);
    const inside = await inspect(directory, false);
    const isRolledBack = inside.entries < signedAt;
    const losses = [...inside.losses];
    if (before.isSealed !== isRolledBack) losses.push(`sealed: ${String(before.reason)}`);
    return { losses, entries: inside.entries, isSealed: before.isSealed };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function inspect(directory: string, withCheckpoints: boolean) {
  const storage = openSqliteStorage(join(directory, 'vault.db'));
  try {
    // The end of the log before this start wrote to it.
    const entries = await storage.auditAfter(0, 100_000);
    const vault = await openVault({
      storage,
      rootKey: rootKeyIn(directory),
      now: () => new Date(),
      newId: (prefix) => `${prefix}_new`,
      account: { id: 'acc_test', name: 'Test' },
      keepAdminKey: () => undefined,
      ...(withCheckpoints && { checkpoints: checkpointSink(join(directory, 'checkpoints.jsonl')) }),
    });
    const { reason } = vault.seal;
    const isSealed = reason === 'rollback';
    const losses = reason === undefined ? await lossesOf(vault) : [];
    return { entries: entries.length, isSealed, reason, losses };
  } finally {
    await storage.close();
  }
}

async function lossesOf(vault: Vault): Promise<string[]> {
  const losses: string[] = [];
  const { fault } = await verifyAuditChain(vault);
  if (fault) losses.push(`audit: ${JSON.stringify(fault)}`);
  for await (const row of verifyRows(vault)) losses.push(JSON.stringify(row));
  const secrets = await vault.storage.look((view) => view.secretsById({ after: undefined, limit: 1000 }));
  for (const { id: secretId, accountId, name, kind, version } of secrets) {
    const found = await vault.storage.transactReading((tx) => tx.findReadable(accountId, name));
    if (!found) losses.push(`${name} is gone`);
    else {
      const value = vault.keyring.open({ accountId, secretId, name, kind, version }, found.sealed).toString();
      if (value !== `"not-a-real-${name}-${String(version)}"`) losses.push(`${name} has another value`);
    }
  }
  return losses;
}
