import { describe, expect, it } from 'vitest';
import { decrypt, encrypt } from '../../../vault/crypto/aead.ts';
import { createSecretKey } from 'node:crypto';
import { IntegrityError } from '../../../vault/crypto/index.ts';
import { rootKeyOfSetting } from '../../../vault/root-keys/index.ts';
import { holdsToTheContract } from './root-key-contract.ts';

const key = Buffer.alloc(32, 7);
const inside = createSecretKey(Buffer.alloc(32, 9));
const arn = 'aws-kms:arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab';
const resource = 'gcp-kms:projects/p/locations/global/keyRings/r/cryptoKeys/k';

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** Fails as a service would for ciphertext that is not its own. */
function decryptOr(error: Error, sealed: Buffer, associated: Buffer): Buffer {
  try {
    return decrypt(inside, sealed, associated, 'x');
  } catch {
    throw error;
  }
}

interface AwsInput {
  readonly KeyId: string;
  readonly Plaintext?: Buffer;
  readonly CiphertextBlob?: Buffer;
  readonly EncryptionContext: { readonly label: string };
}

class Command {
  readonly input: AwsInput;
  constructor(input: AwsInput) {
    this.input = input;
  }
}

/** A fake of `@aws-sdk/client-kms`: the three classes that the vault uses. */
function fakeAws(failure?: Error) {
  return async () => ({
    EncryptCommand: class extends Command {},
    DecryptCommand: class extends Command {},
    KMSClient: class {
      readonly region: string;
      constructor({ region }: { region: string }) {
        this.region = region;
      }
      async send({ input }: Command) {
        if (failure) throw failure;
        expect(this.region).toBe('eu-west-1');
        const associated = Buffer.from(input.EncryptionContext.label);
        if (input.Plaintext) {
          return { CiphertextBlob: new Uint8Array(encrypt(inside, input.Plaintext, associated)) };
        }
        const wrong = named('InvalidCiphertextException', '');
        return { Plaintext: decryptOr(wrong, input.CiphertextBlob ?? Buffer.alloc(0), associated) };
      }
    },
  });
}

interface GoogleInput {
  readonly plaintext?: Buffer;
  readonly ciphertext?: Buffer;
  readonly additionalAuthenticatedData: Buffer;
}

/** A fake of `@google-cloud/kms`. */
const fakeGoogle = async () => ({
  KeyManagementServiceClient: class {
    async encrypt({ plaintext = Buffer.alloc(0), additionalAuthenticatedData }: GoogleInput) {
      return [{ ciphertext: encrypt(inside, plaintext, additionalAuthenticatedData) }];
    }
    async decrypt({ ciphertext = Buffer.alloc(0), additionalAuthenticatedData }: GoogleInput) {
      const wrong = named('Error', '3 INVALID_ARGUMENT: Decryption failed');
      return [{ plaintext: decryptOr(wrong, ciphertext, additionalAuthenticatedData) }];
    }
  },
});

describe('a key of AWS KMS (a fake of its package)', () => {
  const open = (failure?: Error) => rootKeyOfSetting(arn, { create: false, load: fakeAws(failure) });
  holdsToTheContract(() => open());

  it.each([
    ['AccessDeniedException', 'refused', 'denied access'],
    ['TimeoutError', 'away', 'does not answer (TimeoutError)'],
    ['a name with a not-a-real-key', 'away', 'does not answer (unknown error)'],
  ])('explains %s', async (name, problem, sentence) => {
    const root = open(named(name, 'not-a-real-key'));
    const error = await root.wrap(key, 'a').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'RootKeyUnavailable', problem });
    expect(String(error)).toContain(sentence);
    expect(String(error)).not.toContain('not-a-real-key');
  });

  it('recognizes ciphertext of another key', async () => {
    const root = open(named('IncorrectKeyException', ''));
    await expect(root.unwrap(Buffer.from([4, 1, 2]), 'a')).rejects.toThrow(IntegrityError);
  });
});

describe('a key of Google Cloud KMS (a fake of its package)', () => {
  holdsToTheContract(() => rootKeyOfSetting(resource, { create: false, load: fakeGoogle }));
});

describe('a key service whose package is not installed', () => {
  it.each([
    [arn, 'npm install @aws-sdk/client-kms'],
    [resource, 'npm install @google-cloud/kms'],
  ])('%s says how to install it', async (setting, sentence) => {
    const root = rootKeyOfSetting(setting, { create: false });
    await expect(root.wrap(key, 'a')).rejects.toThrow(sentence);
  });
});
