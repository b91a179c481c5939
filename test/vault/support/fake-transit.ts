import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

/**
 * A fake of the Transit engine in OpenBao and HashiCorp Vault. It has the part of the HTTP interface that the
 * vault uses, the keys `agents` and `others`, and one token, `not-a-real-token`.
 */
export interface FakeTransit {
  readonly url: string;
  rotate(key: string): void;
  /** Makes all requests get this response until `reset`. */
  answerWith(status: number, body: string, headers?: Record<string, string>): void;
  reset(): void;
  stop(): void;
}

interface Body {
  readonly plaintext?: string;
  readonly ciphertext?: string;
  readonly associated_data?: string;
}

export async function startFakeTransit(): Promise<FakeTransit> {
  const keys = new Map(['agents', 'others'].map((name) => [name, [randomBytes(32)]]));
  let canned: { status: number; body: string; headers: Record<string, string> } | undefined;
  const server = createServer((request, response) => {
    void (async () => {
      const { status, body } = canned
        ? { status: canned.status, body: canned.body }
        : answer(keys, request, await readBody(request));
      response.writeHead(status, { 'content-type': 'application/json', ...canned?.headers }).end(body);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    rotate: (key) => keys.get(key)?.push(randomBytes(32)),
    answerWith: (status, body, headers = {}) => {
      canned = { status, body, headers };
    },
    reset: () => {
      canned = undefined;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer(keys: ReadonlyMap<string, readonly Buffer[]>, { url, headers }: IncomingMessage, body: Body) {
  if (headers['x-vault-token'] !== 'not-a-real-token') return failure(403, 'permission denied');
  const [, operation, name = ''] = /^\/v1\/transit\/(encrypt|decrypt)\/(\w+)$/.exec(url ?? '') ?? [];
  const versions = keys.get(name);
  if (!versions) return failure(400, 'encryption key not found');
  const associated = Buffer.from(body.associated_data ?? '', 'base64');
  if (operation === 'encrypt') {
    const plain = Buffer.from(body.plaintext ?? '', 'base64');
    return success({ ciphertext: encrypt(versions, plain, associated), key_version: versions.length });
  }
  const plaintext = decrypt(versions, body.ciphertext ?? '', associated);
  return plaintext ? success({ plaintext }) : failure(400, 'cipher: message authentication failed');
}

function encrypt(versions: readonly Buffer[], plain: Buffer, associated: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', versions.at(-1) ?? '', nonce).setAAD(associated);
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return `vault:v${String(versions.length)}:${sealed.toString('base64')}`;
}

function decrypt(versions: readonly Buffer[], text: string, associated: Buffer): string | undefined {
  const [, version, base64 = ''] = /^vault:v(\d+):([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const key = versions[Number(version) - 1];
  const sealed = Buffer.from(base64, 'base64');
  if (!key || sealed.length < 28 || sealed.toString('base64') !== base64) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(associated).setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('base64');
  } catch {
    return undefined;
  }
}

function success(data: object) {
  return { status: 200, body: JSON.stringify({ data }) };
}

function failure(status: number, error: string) {
  return { status, body: JSON.stringify({ errors: [error] }) };
}

async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as Body;
}
