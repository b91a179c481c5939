import { createPublicKey } from 'node:crypto';
import { CompactEncrypt, exportJWK, generateKeyPair, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { type FakeProvider, type Forgery, issuer } from './fake-provider.ts';

/** A vault that accepts tokens of a provider: of people or of workloads. */
export interface Gate {
  readonly provider: FakeProvider;
  /** The claims of a good token. */
  claims(): object;
  token(forgery?: Forgery): Promise<string>;
  /** The reason for the refusal in the log; the answer contains nothing of the token. */
  refusalOf(token: string): Promise<unknown>;
}

/** The attacks without a key of the provider; the same for every kind of sign-in. */
export function describeSignatureTraps(gate: () => Gate): void {
  describe('a signature', () => {
    it('of another key under the same id is refused', async () => {
      const { privateKey } = await generateKeyPair('ES256');
      expect(await gate().refusalOf(await gate().token({ key: privateKey }))).toBe('TokenSignature');
    });

    it('that is missing is refused, regardless of the header', async () => {
      const { refusalOf, token } = gate();
      const claims = part(gate().claims());
      for (const alg of ['none', 'None', 'NONE', '']) {
        expect(await refusalOf(`${part({ alg })}.${claims}.AA`)).toBe('TokenAlgorithm');
      }
      expect(await refusalOf(`${part({ alg: 'none' })}.${claims}.`)).toBe('TokenMalformed');
      const [header = '', payload = ''] = (await token()).split('.');
      expect(await refusalOf(`${header}.${payload}.`)).toBe('TokenMalformed');
      expect(await refusalOf(`${header}.${payload}`)).toBe('TokenMalformed');
    });

    it('made with the public key as a shared secret is refused', async () => {
      const { provider, refusalOf, token } = gate();
      const key = createPublicKey({ key: { ...provider.publicKey }, format: 'jwk' });
      const pem = String(key.export({ type: 'spki', format: 'pem' }));
      for (const secret of [pem, pem.trim(), JSON.stringify(provider.publicKey)]) {
        const forgery = { key: new TextEncoder().encode(secret), header: { alg: 'HS256' } };
        expect(await refusalOf(await token(forgery))).toBe('TokenAlgorithm');
      }
    });

    it('over other claims is refused', async () => {
      const [header = '', , signature = ''] = (await gate().token()).split('.');
      const claims = part({ ...gate().claims(), sub: 'somebody-else' });
      expect(await gate().refusalOf(`${header}.${claims}.${signature}`)).toBe('TokenSignature');
    });

    it.each([
      ['jwk', (jwk: JWK) => ({ jwk })],
      ['jku', () => ({ jku: 'https://evil.example/keys' })],
      ['x5u', () => ({ x5u: 'https://evil.example/chain' })],
      ['x5c', () => ({ x5c: ['bm90LWEtcmVhbC1jZXJ0aWZpY2F0ZQ=='] })],
    ])('of a key in the header (%s) is refused, and no address is requested for it', async (_name, extra) => {
      const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
      const header = extra(await exportJWK(publicKey));
      const token = await gate().token({ key: privateKey, header });
      expect(await gate().refusalOf(token)).toBe('TokenSignature');
      expect(strangersAsked()).toEqual([]);
    });

    it.each(['unknown', '../../etc/passwd', 'https://evil.example/keys', "' OR '1'='1", '__proto__'])(
      'of a key named %j is refused, and no other address is requested for it',
      async (kid) => {
        expect(await gate().refusalOf(await gate().token({ header: { kid } }))).toBe('TokenKey');
        expect(strangersAsked()).toEqual([]);
      },
    );

    it.each([
      ['a name that is not a string', { kid: ['first'] }, 'TokenKey'],
      ['a name without end', { kid: 'k'.repeat(300) }, 'TokenKey'],
      ['an extension that must be understood', { crit: ['urn:x'], 'urn:x': 1 }, 'TokenMalformed'],
      ['an unencoded payload', { b64: true }, 'TokenMalformed'],
      ['the type of an access token', { typ: 'at+jwt' }, 'TokenType'],
      ['the type of a logout token', { typ: 'logout+jwt' }, 'TokenType'],
    ])('under a header with %s is refused', async (_what, header: Record<string, unknown>, reason) => {
      expect(await gate().refusalOf(await withHeader(header))).toBe(reason);
    });

    it.each(['ES384', 'RS512', 'HS512', 'dir', 'RSA1_5'])('of the method %s is refused', async (alg) => {
      expect(await gate().refusalOf(await withHeader({ alg }))).toBe('TokenAlgorithm');
    });
  });

  describe('text that is not a signed token', () => {
    it('is refused when it is encrypted', async () => {
      const { publicKey } = await generateKeyPair('RSA-OAEP-256');
      const encrypted = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(gate().claims())))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
        .encrypt(publicKey);
      expect(await gate().refusalOf(encrypted)).toBe('TokenMalformed');
    });

    it.each([
      ['something behind it', (token: string) => `${token}.AAAA`],
      ['a space behind it', (token: string) => `${token} `],
      ['a line break behind it', (token: string) => `${token}\n`],
      ['padding', (token: string) => `${token}==`],
      ['another word before it', (token: string) => `Bearer ${token}`],
      ['another alphabet', (token: string) => `${token.slice(0, -1)}+`],
    ])('is refused with %s', async (_what, change) => {
      expect(await gate().refusalOf(change(await gate().token()))).toBe('TokenMalformed');
    });

    it.each([
      ['a claim twice', '"sub":"somebody-else"'],
      ['a claim twice, written otherwise', '"s\\u0075b":"somebody-else"'],
      ['a name twice within', '"address":{"city":1,"city":2}'],
    ])('is refused with %s, even if it is signed', async (_what, text) => {
      const payload = `{${text},${JSON.stringify(gate().claims()).slice(1)}`;
      expect(await gate().refusalOf(await gate().token({ payload }))).toBe('TokenMalformed');
    });

    it.each(['[]', 'null', '{', Uint8Array.of(0x7b, 0xff, 0x7d)])(
      'is refused with claims that are not a JSON object, even if they are signed: %j',
      async (payload) => {
        expect(await gate().refusalOf(await gate().token({ payload }))).toBe('TokenMalformed');
      },
    );
  });

  /** A good token with another header. */
  async function withHeader(header: Record<string, unknown>): Promise<string> {
    const [, payload = '', signature = ''] = (await gate().token()).split('.');
    return `${part({ alg: 'ES256', kid: 'first', ...header })}.${payload}.${signature}`;
  }

  function strangersAsked(): readonly string[] {
    return gate().provider.asked.filter((url) => !url.startsWith(`${issuer}/`));
  }
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
