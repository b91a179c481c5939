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
import { stringOf } from './load-module.ts';

/** A key in the Transit engine of OpenBao or HashiCorp Vault. */
export interface TransitKey {
  /** Scheme and host. */
  readonly origin: string;
  /** The path at which the engine is mounted. */
  readonly mount: string;
  readonly key: string;
  readonly namespace: string | undefined;
}

const timeoutMilliseconds = 10_000;

/**
 * A root key that never leaves its service. `token` is called for every use, because services renew their
 * tokens.
 */
export function transitKey(transit: TransitKey, token: () => Promise<string>): RootKey {
  const call = async (operation: string, body: object) => request(transit, await token(), operation, body);
  return {
    async wrap(key, label) {
      const body = { plaintext: key.toString('base64'), associated_data: associated(label) };
      const ciphertext = stringOf(await call('encrypt', body), 'ciphertext');
      if (ciphertext === undefined) throw strange(transit);
      return withFormat(rootFormat.service, Buffer.from(ciphertext));
    },
    async unwrap(wrapped, label) {
      const ciphertext = withoutFormat(rootFormat.service, wrapped).toString('latin1');
      const body = { ciphertext, associated_data: associated(label) };
      const plaintext = stringOf(await call('decrypt', body), 'plaintext');
      if (plaintext === undefined) throw strange(transit);
      return Buffer.from(plaintext, 'base64');
    },
  };
}

function associated(label: string): string {
  return context(label).toString('base64');
}

/** Returns the `data` property of the response. */
async function request(
  transit: TransitKey,
  token: string,
  operation: string,
  body: object,
): Promise<unknown> {
  const url = new URL(`/v1/${transit.mount}/${operation}/${transit.key}`, transit.origin);
  const answer = await send(url, {
    method: 'POST',
    redirect: 'error',
    headers: {
      'content-type': 'application/json',
      'x-vault-token': token,
      'x-vault-request': 'true',
      ...(transit.namespace === undefined ? {} : { 'x-vault-namespace': transit.namespace }),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
  if (answer.status !== 200) throw refusalOf(transit, operation, answer);
  return isRecord(answer.json) ? answer.json['data'] : undefined;
}

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

async function send(url: URL, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, init);
    const json: unknown = await response.json().catch(() => undefined);
    return { status: response.status, json };
  } catch (error) {
    throw new RootKeyUnavailable(
      'away',
      `The key service at ${url.origin} does not answer. Check its address, and that it is running.`,
      { cause: error },
    );
  }
}

/**
 * The service responds with 400 to ciphertext from another key, and also if it has no such key of this kind.
 */
function refusalOf({ origin, mount, key }: TransitKey, operation: string, { status, json }: Answer): Error {
  if (operation === 'decrypt' && status === 400 && !/key not found/.test(JSON.stringify(json) ?? '')) {
    return new IntegrityError('a wrapped key');
  }
  const where = `${origin} (${mount}/${key})`;
  if (status === 403) {
    return new RootKeyUnavailable(
      'refused',
      `The key service at ${where} rejects the token. Use a token that can encrypt and decrypt with this key.`,
    );
  }
  if (status === 400 || status === 404) {
    return new RootKeyUnavailable(
      'missing',
      `The key service at ${where} does not have this key. Create it there.`,
    );
  }
  return new RootKeyUnavailable('away', `The key service at ${where} returned an error (${String(status)}).`);
}

function strange({ origin }: TransitKey): RootKeyUnavailable {
  return new RootKeyUnavailable('away', `The server at ${origin} is not a key service. Check the address.`);
}
