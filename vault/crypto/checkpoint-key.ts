import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

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

/** The Ed25519 key of a 32-byte seed: always the same, so that it needs no place of its own. */
export function checkpointKeyOf(seed: Buffer): CheckpointKey {
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey);
  const digest = createHash('sha256').update(publicKey.export({ format: 'der', type: 'spki' }));
  return {
    keyId: digest.digest('hex').slice(0, 16),
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    sign: (statement) => sign(null, statement, privateKey),
    verify: (statement, signature) => verify(null, statement, publicKey, signature),
  };
}
