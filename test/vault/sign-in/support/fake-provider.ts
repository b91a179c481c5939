import { createHash, randomUUID } from 'node:crypto';
import { CompactSign, type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { FetchText } from '../../../../vault/sign-in/fetch-bounded.ts';

export const issuer = 'https://login.example.com/team';
export const clientId = 'agent-secrets';
export const nonceVerifier = 'not-a-real-nonce-verifier-not-a-real-nonce-1';

type Text = Readonly<Record<string, unknown>>;

/** How a token differs from a good one. */
export interface Forgery {
  /** Claims that are added or, where `undefined`, left out. */
  readonly claims?: Text;
  readonly header?: Text;
  readonly key?: CryptoKey | Uint8Array;
  /** The payload unchanged, with any content. */
  readonly payload?: string | Uint8Array;
}

/** A provider without network that signs anything a test requests. */
export interface FakeProvider {
  readonly fetch: FetchText;
  /** Requested addresses, in order. */
  readonly asked: readonly string[];
  /** The claims that are valid now. */
  token(now: Date, forgery?: Forgery): Promise<string>;
  /** Signs with a new key from now on, under a new id. */
  rotate(): Promise<void>;
  /** Its answer instead, until reset. */
  broken: ((url: string) => Response | Promise<Response>) | undefined;
  readonly publicKey: JWK;
}

export async function startFakeProvider(): Promise<FakeProvider> {
  let signing = await makeKey('first');
  const asked: string[] = [];
  const documents = (): Readonly<Record<string, unknown>> => ({
    [`${issuer}/.well-known/openid-configuration`]: { issuer, jwks_uri: `${issuer}/keys` },
    [`${issuer}/keys`]: { keys: [signing.jwk] },
  });
  const provider: FakeProvider = {
    asked,
    broken: undefined,
    get publicKey() {
      return signing.jwk;
    },
    fetch: async (url) => {
      asked.push(url);
      if (provider.broken) return provider.broken(url);
      const found = documents()[url];
      return found === undefined ? new Response('', { status: 404 }) : Response.json(found);
    },
    async rotate() {
      signing = await makeKey('second');
    },
    async token(now, { claims, header, key = signing.privateKey, payload } = {}) {
      const text = payload ?? JSON.stringify({ ...goodClaims(now), ...claims });
      const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
      const protectedHeader = { alg: 'ES256', kid: signing.kid, typ: 'JWT', ...header };
      return new CompactSign(bytes).setProtectedHeader(protectedHeader).sign(key, {
        crit: { 'urn:example:extension': true },
      });
    },
  };
  return provider;
}

export function goodClaims(now: Date): Record<string, unknown> {
  const iat = Math.floor(now.getTime() / 1000);
  return {
    iss: issuer,
    aud: clientId,
    sub: 'person-1',
    iat,
    exp: iat + 300,
    jti: randomUUID(),
    nonce: createHash('sha256').update(nonceVerifier).digest('base64url'),
    name: 'Ada Example',
    email: 'ada@example.com',
    email_verified: true,
    groups: ['secrets-admins', 'everybody'],
  };
}

async function makeKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  return { privateKey, kid, jwk };
}
