import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** Signs statements about the audit log that can be verified without any key of the vault. */
export interface CheckpointKey {
  /** Identifies the public key. */
  readonly keyId: string;
  /** As PEM, for anyone who stores checkpoints. */
  readonly publicKey: string;
  sign(statement: Buffer): Buffer;
  verify(statement: Buffer, signature: Buffer): boolean;
}

/** The prefix of a 32-byte Ed25519 key in PKCS #8. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The prefix of a 32-byte Ed25519 public key in SPKI. */
const spki = Buffer.from('302a300506032b6570032100', 'hex');

/** Verifies what was signed with a key that the vault no longer has. */
export type PublicCheckpointKey = Pick<CheckpointKey, 'keyId' | 'verify'>;

/** The key for the 32 bytes returned by {@link publicBytesOf}. */
export function publicCheckpointKeyOf(bytes: Buffer): PublicCheckpointKey {
  return publicPart(createPublicKey({ key: Buffer.concat([spki, bytes]), format: 'der', type: 'spki' }));
}

/** The part of a key that must be stored to verify signatures made with it. */
export function publicBytesOf({ publicKey }: CheckpointKey): Buffer {
  return createPublicKey(publicKey).export({ format: 'der', type: 'spki' }).subarray(spki.length);
}

function publicPart(publicKey: KeyObject): PublicCheckpointKey {
  const digest = createHash('sha256').update(publicKey.export({ format: 'der', type: 'spki' }));
  return {
    keyId: digest.digest('hex').slice(0, 16),
    verify: (statement, signature) => verify(null, statement, publicKey, signature),
  };
}

/** Derives the Ed25519 key of a 32-byte seed. The result is deterministic, so the key need not be stored. */
export function checkpointKeyOf(seed: Buffer): CheckpointKey {
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey);
  return {
    ...publicPart(publicKey),
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    sign: (statement) => sign(null, statement, privateKey),
  };
}
