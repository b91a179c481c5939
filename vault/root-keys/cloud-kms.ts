import { isRecord } from '../../contracts/guards.ts';
import { IntegrityError } from '../crypto/integrity-error.ts';
import {
  context,
  type RootKey,
  rootFormat,
  RootKeyUnavailable,
  withFormat,
  withoutFormat,
} from '../crypto/root-key.ts';
import { bytesOf, type LoadModule, stringOf } from './load-module.ts';

/**
 * Encrypts and decrypts with one key of a service; both methods reject with the errors of the service's
 * client.
 */
interface Service {
  encrypt(plain: Buffer, label: string): Promise<Buffer | undefined>;
  decrypt(sealed: Buffer, label: string): Promise<Buffer | undefined>;
}

const awsPackage = '@aws-sdk/client-kms';
const googlePackage = '@google-cloud/kms';

/** A root key in AWS KMS. Region and credentials come from the default sources of the AWS packages. */
export function awsKms(keyId: string, load: LoadModule): RootKey {
  return serviceKey('AWS KMS', /InvalidCiphertext|IncorrectKey/, async () => {
    const loaded = await load(awsPackage, `Install it next to the vault: npm install ${awsPackage}`);
    const region = /^arn:[^:]*:kms:([^:]+):/.exec(keyId)?.[1];
    const client = construct(loaded, 'KMSClient', region === undefined ? {} : { region });
    const send = (command: string, input: object) =>
      call(client, 'send', construct(loaded, command, { KeyId: keyId, ...input }));
    return {
      encrypt: async (plain, label) =>
        bytesOf(
          await send('EncryptCommand', { Plaintext: plain, EncryptionContext: { label } }),
          'CiphertextBlob',
        ),
      decrypt: async (sealed, label) =>
        bytesOf(
          await send('DecryptCommand', { CiphertextBlob: sealed, EncryptionContext: { label } }),
          'Plaintext',
        ),
    };
  });
}

/** A root key in Google Cloud KMS; `name` is the resource name of the key. */
export function gcpKms(name: string, load: LoadModule): RootKey {
  return serviceKey('Google Cloud KMS', /INVALID_ARGUMENT|^3 /, async () => {
    const loaded = await load(googlePackage, `Install it next to the vault: npm install ${googlePackage}`);
    const client = construct(loaded, 'KeyManagementServiceClient', {});
    const send = async (method: string, input: object, label: string): Promise<unknown> => {
      const answer = await call(client, method, {
        name,
        ...input,
        additionalAuthenticatedData: context(label),
      });
      return Array.isArray(answer) ? answer[0] : undefined;
    };
    return {
      encrypt: async (plaintext, label) => bytesOf(await send('encrypt', { plaintext }, label), 'ciphertext'),
      decrypt: async (ciphertext, label) =>
        bytesOf(await send('decrypt', { ciphertext }, label), 'plaintext'),
    };
  });
}

function serviceKey(title: string, wrongKey: RegExp, connect: () => Promise<Service>): RootKey {
  let connected: Promise<Service> | undefined;
  const ask = async (work: (service: Service) => Promise<Buffer | undefined>): Promise<Buffer> => {
    try {
      connected ??= connect();
      const answer = await work(await connected);
      if (answer) return answer;
    } catch (error) {
      connected = undefined;
      throw translate(title, wrongKey, error);
    }
    throw new RootKeyUnavailable('away', `${title} returned an unexpected response.`);
  };
  return {
    wrap: async (key, label) =>
      withFormat(rootFormat.service, await ask((service) => service.encrypt(key, label))),
    unwrap: async (wrapped, label) => {
      const sealed = withoutFormat(rootFormat.service, wrapped);
      return ask((service) => service.decrypt(sealed, label));
    },
  };
}

function translate(title: string, wrongKey: RegExp, error: unknown): unknown {
  if (error instanceof RootKeyUnavailable) return error;
  const name = stringOf(error, 'name') ?? '';
  const message = stringOf(error, 'message') ?? '';
  if (wrongKey.test(name) || wrongKey.test(message)) return new IntegrityError('a wrapped key');
  const denied = /AccessDenied|PERMISSION_DENIED|UNAUTHENTICATED|CredentialsProvider/.test(
    `${name} ${message}`,
  );
  if (denied) {
    return new RootKeyUnavailable(
      'refused',
      `${title} denied access. Check the vault's credentials and the permissions on the key.`,
      { cause: error },
    );
  }
  const reason = /^\w{1,60}$/.test(name) ? name : 'unknown error';
  return new RootKeyUnavailable('away', `${title} does not answer (${reason}). Check the name of the key.`, {
    cause: error,
  });
}

function construct(loaded: Readonly<Record<string, unknown>>, name: string, input: object): unknown {
  const type = loaded[name];
  if (typeof type === 'function') return Reflect.construct(type, [input]);
  throw new RootKeyUnavailable('away', `The package of the key service does not export ${name}. Update it.`);
}

async function call(client: unknown, method: string, input: unknown): Promise<unknown> {
  const operation = isRecord(client) ? client[method] : undefined;
  if (typeof operation !== 'function') {
    throw new RootKeyUnavailable(
      'away',
      `The package of the key service does not provide ${method}. Update it.`,
    );
  }
  const answer: unknown = await Reflect.apply(operation, client, [input]);
  return answer;
}
