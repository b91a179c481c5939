import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** Signs statements about the audit log, so that they can be checked without any key of the vault. */
export interface CheckpointKey {
  /** Names the public key. */
  readonly keyId: string;
  /** In PEM, for whoever keeps checkpoints. */
  readonly publicKey: string;
  sign(statement: Buffer): Buffer;
  verify(statement: Buffer, signature: Buffer): boolean;
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** What stands before the 32 bytes of an Ed25519 public key in SPKI. */
const spki = Buffer.from('302a300506032b6570032100', 'hex');

/** Verifies what a key signed that the vault has no longer. */
export type PublicCheckpointKey = Pick<CheckpointKey, 'keyId' | 'verify'>;

/** Of the 32 bytes that {@link publicBytesOf} gives. */
export function publicCheckpointKeyOf(bytes: Buffer): PublicCheckpointKey {
  return publicPart(createPublicKey({ key: Buffer.concat([spki, bytes]), format: 'der', type: 'spki' }));
}

/** What has to be kept of a key to verify what it signed. */
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

/** The Ed25519 key of a 32-byte seed: always the same, so that it needs no place of its own. */
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
