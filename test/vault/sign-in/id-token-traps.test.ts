import { createPublicKey } from 'node:crypto';
import { CompactEncrypt, exportJWK, generateKeyPair, type JWK } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientId, type Forgery, goodClaims, issuer } from './support/fake-provider.ts';
import { keyIn, openSignInVault, type SignInVault } from './support/sign-in-vault.ts';

let one: SignInVault;
beforeEach(async () => {
  one = await openSignInVault();
});
afterEach(() => one.test.close());

const nowSeconds = () => Math.floor(one.test.vault.now().getTime() / 1000);

/** Why the log says that it was refused, for an answer that holds nothing of the token. */
async function refusalOf(token: string): Promise<unknown> {
  const { status, text, json } = await one.send(token);
  if (status !== 401 || text.includes('person-1')) return text;
  const { code } = json as { code: string };
  const entry = (await one.lastEntry()) as { decision: string; code: string; actorId: string };
  return code === 'SignInInvalid' && entry.decision === 'denied' ? entry.code : text;
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('a token', () => {
  it('that is good is believed', async () => {
    expect((await one.signIn()).status).toBe(201);
  });

  it.each([
    ['of another provider', { iss: 'https://login.example.com/other' }, 'TokenIssuer'],
    ['whose issuer has a slash more', { iss: `${issuer}/` }, 'TokenIssuer'],
    ['without an issuer', { iss: undefined }, 'TokenIssuer'],
    ['whose issuer is a list', { iss: [issuer] }, 'TokenIssuer'],
    ['for another program', { aud: 'other-program' }, 'TokenAudience'],
    ['without an audience', { aud: undefined }, 'TokenAudience'],
    ['for several programs that does not say which one asked', { aud: [clientId, 'other'] }, 'TokenAudience'],
    [
      'for several programs that another one asked for',
      { aud: [clientId, 'other'], azp: 'other' },
      'TokenAudience',
    ],
    ['that another program asked for', { azp: 'other-program' }, 'TokenAudience'],
    ['for nobody', { aud: [] }, 'TokenAudience'],
    ['without an end', { exp: undefined }, 'TokenTime'],
    ['whose end is a text', { exp: '9999999999' }, 'TokenTime'],
    ['without a beginning', { iat: undefined }, 'TokenTime'],
    ['without a nonce', { nonce: undefined }, 'TokenNonce'],
    ['of another sign-in', { nonce: 'another-nonce' }, 'TokenNonce'],
    ['whose nonce is a list', { nonce: [goodClaims(new Date())['nonce']] }, 'TokenNonce'],
    ['without a subject', { sub: undefined }, 'TokenSubject'],
    ['whose subject is a number', { sub: 1 }, 'TokenSubject'],
    ['whose subject is a list', { sub: ['person-1'] }, 'TokenSubject'],
    ['whose subject is empty', { sub: '' }, 'TokenSubject'],
    ['that is an access token', { scope: 'openid profile' }, 'TokenType'],
    ['that is an access token of another make', { scp: ['openid'] }, 'TokenType'],
    ['that is an access token by its own word', { typ: 'Bearer' }, 'TokenType'],
  ])('%s is refused', async (_what, claims, reason) => {
    expect(await refusalOf(await one.token({ claims }))).toBe(reason);
  });

  it.each([
    ['that has expired', { exp: -31 }, 'TokenExpired'],
    ['that counts later', { nbf: 120 }, 'TokenTime'],
    ['from the future', { iat: 120, exp: 600 }, 'TokenTime'],
    ['that is old, though it counts for years', { iat: -700, exp: 1e9 }, 'TokenExpired'],
    ['from before time', { iat: -1e12, exp: 600 }, 'TokenExpired'],
  ])('%s is refused', async (_what, offsets: Record<string, number>, reason) => {
    const claims = Object.fromEntries(Object.entries(offsets).map(([name, by]) => [name, nowSeconds() + by]));
    expect(await refusalOf(await one.token({ claims }))).toBe(reason);
  });

  it('is believed when clocks differ by a few seconds', async () => {
    expect((await one.signIn({ claims: { iat: nowSeconds() + 20, nbf: nowSeconds() + 20 } })).status).toBe(
      201,
    );
    expect((await one.signIn({ claims: { exp: nowSeconds() - 20 } })).status).toBe(201);
  });

  it('is believed for several programs when this one asked', async () => {
    expect((await one.signIn({ claims: { aud: [clientId, 'other'], azp: clientId } })).status).toBe(201);
  });

  it('counts once, however its signature is written', async () => {
    const token = await one.token();
    keyIn(await one.send(token));
    const again = await one.send(token);
    expect(again).toMatchObject({ status: 401, json: { code: 'SignInInvalid' } });
    expect(await one.lastEntry()).toMatchObject({ code: 'TokenReplayed' });
    expect(await one.send(otherSignature(token))).toMatchObject({ status: 401 });
    expect(await one.lastEntry()).toMatchObject({ code: 'TokenReplayed' });
  });

  it('is of no use to whoever only saw it', async () => {
    const token = await one.token();
    const nonce = String(goodClaims(new Date())['nonce']);
    expect(await one.send(token, nonce)).toMatchObject({ status: 401 });
    expect(await one.lastEntry()).toMatchObject({ code: 'TokenNonce' });
  });
});

describe('a signature', () => {
  it('of another key under the same id is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect(await refusalOf(await one.token({ key: privateKey }))).toBe('TokenSignature');
  });

  it('that is missing is refused, whatever the header says of it', async () => {
    const claims = part(goodClaims(one.test.vault.now()));
    for (const alg of ['none', 'None', 'NONE', '']) {
      expect(await refusalOf(`${part({ alg })}.${claims}.AA`)).toBe('TokenAlgorithm');
    }
    expect(await refusalOf(`${part({ alg: 'none' })}.${claims}.`)).toBe('TokenMalformed');
    const [header = '', payload = ''] = (await one.token()).split('.');
    expect(await refusalOf(`${header}.${payload}.`)).toBe('TokenMalformed');
    expect(await refusalOf(`${header}.${payload}`)).toBe('TokenMalformed');
  });

  it('made with the public key as a shared secret is refused', async () => {
    const pem = createPublicKey({ key: { ...one.provider.publicKey }, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const secrets = [String(pem), String(pem).trim(), JSON.stringify(one.provider.publicKey)];
    for (const secret of secrets) {
      const key = new TextEncoder().encode(secret);
      expect(await refusalOf(await one.token({ key, header: { alg: 'HS256' } }))).toBe('TokenAlgorithm');
    }
  });

  it('over other claims is refused', async () => {
    const [header = '', , signature = ''] = (await one.token()).split('.');
    const claims = part({ ...goodClaims(one.test.vault.now()), sub: 'somebody-else' });
    expect(await refusalOf(`${header}.${claims}.${signature}`)).toBe('TokenSignature');
  });

  it.each([
    ['jwk', (jwk: JWK) => ({ jwk })],
    ['jku', () => ({ jku: 'https://evil.example/keys' })],
    ['x5u', () => ({ x5u: 'https://evil.example/chain' })],
    ['x5c', () => ({ x5c: ['bm90LWEtcmVhbC1jZXJ0aWZpY2F0ZQ=='] })],
  ])(
    'of a key that the header brings along (%s) is refused, and nobody is asked for it',
    async (_name, extra) => {
      const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
      const header = extra(await exportJWK(publicKey));
      expect(await refusalOf(await one.token({ key: privateKey, header }))).toBe('TokenSignature');
      expect(one.provider.asked.filter((url) => !url.startsWith(`${issuer}/`))).toEqual([]);
    },
  );

  it.each(['unknown', '../../etc/passwd', 'https://evil.example/keys', "' OR '1'='1", '__proto__'])(
    'of a key named %j is refused, and nobody else is asked for it',
    async (kid) => {
      expect(await refusalOf(await one.token({ header: { kid } }))).toBe('TokenKey');
      expect(one.provider.asked.filter((url) => !url.startsWith(`${issuer}/`))).toEqual([]);
    },
  );

  it.each([
    ['a name that is no text', { kid: ['first'] }, 'TokenKey'],
    ['a name without end', { kid: 'k'.repeat(300) }, 'TokenKey'],
    [
      'an extension that must be understood',
      { crit: ['urn:example:extension'], 'urn:example:extension': 1 },
      'TokenMalformed',
    ],
    ['an unencoded payload', { b64: true }, 'TokenMalformed'],
    ['the type of an access token', { typ: 'at+jwt' }, 'TokenType'],
    ['the type of a logout token', { typ: 'logout+jwt' }, 'TokenType'],
  ])('under a header with %s is refused', async (_what, header: Record<string, unknown>, reason) => {
    const [, payload = '', signature = ''] = (await one.token()).split('.');
    const text = part({ alg: 'ES256', kid: 'first', ...header });
    expect(await refusalOf(`${text}.${payload}.${signature}`)).toBe(reason);
  });

  it.each(['ES384', 'RS512', 'HS512', 'dir', 'RSA1_5'])('of the method %s is refused', async (alg) => {
    const [, payload = '', signature = ''] = (await one.token()).split('.');
    expect(await refusalOf(`${part({ alg, kid: 'first' })}.${payload}.${signature}`)).toBe('TokenAlgorithm');
  });
});

describe('what is no signed token', () => {
  it('is refused when it is encrypted', async () => {
    const { publicKey } = await generateKeyPair('RSA-OAEP-256');
    const text = new TextEncoder().encode(JSON.stringify(goodClaims(one.test.vault.now())));
    const encrypted = await new CompactEncrypt(text)
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
      .encrypt(publicKey);
    expect(await refusalOf(encrypted)).toBe('TokenMalformed');
  });

  it.each([
    ['something behind it', (token: string) => `${token}.AAAA`],
    ['a space behind it', (token: string) => `${token} `],
    ['a line break behind it', (token: string) => `${token}\n`],
    ['padding', (token: string) => `${token}==`],
    ['another word before it', (token: string) => `Bearer ${token}`],
    ['another alphabet', (token: string) => `${token.slice(0, -1)}+`],
  ])('is refused with %s', async (_what, change) => {
    expect(await refusalOf(change(await one.token()))).toBe('TokenMalformed');
  });

  it.each(['', '.', '..', '...', 'a.b.c', 'null.null.null', '{}', `${part([])}.${part([])}.AA`])(
    'is refused: %j',
    async (text) => {
      const answer = await one.send(text);
      expect([400, 401]).toContain(answer.status);
    },
  );

  it.each([
    ['claims', { payload: repeated({ sub: 'somebody-else' }) }],
    ['claims with the same name written otherwise', { payload: repeated({ 's\\u0075b': 'somebody-else' }) }],
    ['nested names', { payload: repeated({ address: '{"city":1,"city":2}' }) }],
  ])('is refused with repeated %s, though it is signed', async (_what, { payload }) => {
    expect(await refusalOf(await one.token({ payload: payload() }))).toBe('TokenMalformed');
  });

  it('is refused with claims that are no JSON object, though they are signed', async () => {
    const forgeries: readonly Forgery[] = [
      { payload: '[]' },
      { payload: 'null' },
      { payload: '{' },
      { payload: Uint8Array.of(0x7b, 0xff, 0x7d) },
    ];
    for (const forgery of forgeries) expect(await refusalOf(await one.token(forgery))).toBe('TokenMalformed');
  });

  it('is refused when it is huge, before anything of it is read', async () => {
    const huge = await one.token({
      claims: { groups: Array.from({ length: 2000 }, (_, at) => `group-${String(at)}`) },
    });
    expect([400, 413]).toContain((await one.send(huge)).status);
  });
});

/** Claims in which something is named twice. `value` of a name is text, or JSON in braces. */
function repeated(more: Readonly<Record<string, string>>): () => string {
  return () => {
    const text = JSON.stringify(goodClaims(one.test.vault.now()));
    const [entry] = Object.entries(more);
    const [name = '', value = ''] = entry ?? [];
    return `{"${name}":${value.startsWith('{') ? value : JSON.stringify(value)},${text.slice(1)}`;
  };
}

/** The same signature as another pair of numbers: ECDSA counts both. */
function otherSignature(token: string): string {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const [header = '', payload = '', signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const second = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const changed = bytes.subarray(0, 32).toString('hex') + second.toString(16).padStart(64, '0');
  return `${header}.${payload}.${Buffer.from(changed, 'hex').toString('base64url')}`;
}
