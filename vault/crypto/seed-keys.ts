import { hkdfSync } from 'node:crypto';
import {
  type CheckpointKey,
  checkpointKeyOf,
  publicBytesOf,
  type PublicCheckpointKey,
  publicCheckpointKeyOf,
} from './checkpoint-key.ts';
import { Hmac, MacKey } from './mac.ts';

/** What a MAC protects; each purpose has a separate key. */
export const macPurposes = [
  'access-list',
  'account',
  'agent',
  'audit',
  'environment',
  'idempotency',
  'identity',
  'request',
  'secret',
  'session',
  'token',
  'user',
  'version',
] as const;
export type MacPurpose = (typeof macPurposes)[number];

/** A seed of a vault; the generation of the first one is 0. */
export interface Seed {
  readonly generation: number;
  readonly bytes: Buffer;
}

/** What a vault still needs of a seed that it no longer has; {@link keptOf} returns the bytes. */
export interface KeptKeys {
  readonly generation: number;
  readonly bytes: Buffer;
}

/** Operations with a seed, or with what was kept of one. */
export interface SeedKeys {
  readonly generation: number;
  /** For a seed that is gone, only the audit log key exists. */
  macKey(purpose: MacPurpose): MacKey | undefined;
  digestToken(token: string): Buffer;
  /** Key for digests of anything other than tokens. */
  readonly digests: MacKey;
  readonly checkpoint: PublicCheckpointKey;
}

export interface WholeSeedKeys extends SeedKeys {
  macKey(purpose: MacPurpose): MacKey;
  readonly checkpoint: CheckpointKey;
}

const keyLength = 32;

export function keysOfSeed(vaultId: string, { generation, bytes }: Seed): WholeSeedKeys {
  const macKeys = new Map(
    macPurposes.map((purpose) => {
      const key = subkey(bytes, vaultId, `${purpose}-mac`);
      return [purpose, new MacKey(key, generation, purpose, vaultId)];
    }),
  );
  const macKey = (purpose: MacPurpose): MacKey => {
    const key = macKeys.get(purpose);
    if (!key) throw new Error('There is a key for every purpose.');
    return key;
  };
  return {
    generation,
    macKey,
    digestToken: digestsUnder(subkey(bytes, vaultId, 'token-pepper')),
    digests: macKey('idempotency'),
    checkpoint: checkpointKeyOf(subkey(bytes, vaultId, 'checkpoint')),
  };
}

/**
 * What a vault keeps of a seed before destroying it: the audit log key, to verify the log's entries; the
 * digest keys, to find rows by token and repeated requests; and the public key for checkpoints. None of these
 * can make MACs of rows or checkpoints.
 */
export function keptOf(vaultId: string, { bytes }: Seed): Buffer {
  return Buffer.concat([
    subkey(bytes, vaultId, 'audit-mac'),
    subkey(bytes, vaultId, 'token-pepper'),
    subkey(bytes, vaultId, 'idempotency-mac'),
    publicBytesOf(checkpointKeyOf(subkey(bytes, vaultId, 'checkpoint'))),
  ]);
}

export function keysKept(vaultId: string, { generation, bytes }: KeptKeys): SeedKeys {
  const part = (index: number) => bytes.subarray(index * keyLength, (index + 1) * keyLength);
  const audit = new MacKey(part(0), generation, 'audit', vaultId);
  return {
    generation,
    macKey: (purpose) => (purpose === 'audit' ? audit : undefined),
    digestToken: digestsUnder(part(1)),
    digests: new MacKey(part(2), generation, 'idempotency', vaultId),
    checkpoint: publicCheckpointKeyOf(part(3)),
  };
}

function digestsUnder(pepper: Buffer): (token: string) => Buffer {
  const hmac = new Hmac(pepper);
  return (token) => Buffer.from(hmac.of(token), 'latin1');
}

function subkey(seed: Buffer, vaultId: string, label: string): Buffer {
  return Buffer.from(hkdfSync('sha256', seed, vaultId, `agent-secrets/1/${label}`, keyLength));
}
