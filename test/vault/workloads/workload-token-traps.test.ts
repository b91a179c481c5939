import { createPublicKey } from 'node:crypto';
import { CompactEncrypt, exportJWK, generateKeyPair, type JWK } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withIdentityMac } from '../../../vault/domain/workloads/identity-mac.ts';
import { type Forgery, issuer } from '../sign-in/support/fake-provider.ts';
import {
  audience,
  goodClaims,
  openWorkloadVault,
  subject,
  type WorkloadVault,
} from './support/workload-vault.ts';

let one: WorkloadVault;
let identityId: string;
beforeEach(async () => {
  one = await openWorkloadVault();
  identityId = await one.add({
    claims: [
      { claim: 'sub', equals: subject },
      { claim: 'environment', equals: 'production' },
      { claim: 'ref', startsWith: 'refs/heads/' },
      { claim: ['nested', 'service', 'name'], equals: 'payments' },
    ],
  });
});
afterEach(() => one.test.close());

const nowSeconds = () => Math.floor(one.test.vault.now().getTime() / 1000);

/** Why the log says that it was refused, for an answer that holds nothing of the token. */
async function refusalOf(token: string): Promise<unknown> {
  const { status, text, json } = await one.send(identityId, token);
  if ((status !== 401 && status !== 403) || text.includes('octo')) return text;
  const { code } = json as { code: string };
  const entry = (await one.lastEntry()) as { decision: string; code: string };
  const expected = status === 401 ? 'SignInInvalid' : 'SignInRefused';
  return code === expected && entry.decision === 'denied' ? entry.code : text;
}

async function refusalWith(claims: object): Promise<unknown> {
  return refusalOf(await one.token({ claims: { ...claims } }));
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('a token of a platform', () => {
  it('that is good is accepted, also with its audience in a list, as Kubernetes writes it', async () => {
    expect((await one.signIn(identityId)).status).toBe(201);
    expect((await one.signIn(identityId, { claims: { aud: [audience] } })).status).toBe(201);
  });

  it.each([
    ['of another issuer', { iss: 'https://login.example.com/other' }, 'TokenIssuer'],
    ['whose issuer has a slash more', { iss: `${issuer}/` }, 'TokenIssuer'],
    ['whose issuer is in capitals', { iss: issuer.toUpperCase() }, 'TokenIssuer'],
    ['whose issuer only looks like it', { iss: issuer.replace('o', 'о') }, 'TokenIssuer'],
    ['without an issuer', { iss: undefined }, 'TokenIssuer'],
    ['whose issuer is a list', { iss: [issuer] }, 'TokenIssuer'],
    ['whose issuer is the name of a property', { iss: '__proto__' }, 'TokenIssuer'],
    ['for another audience', { aud: 'sts.amazonaws.com' }, 'TokenAudience'],
    ['for an audience with a slash more', { aud: `${audience}/` }, 'TokenAudience'],
    ['without an audience', { aud: undefined }, 'TokenAudience'],
    ['for this vault and another service', { aud: [audience, 'other'] }, 'TokenAudience'],
    ['for this vault twice', { aud: [audience, audience] }, 'TokenAudience'],
    ['for nobody', { aud: [] }, 'TokenAudience'],
    ['whose audience is an object', { aud: { 0: audience } }, 'TokenAudience'],
    ['without an end', { exp: undefined }, 'TokenTime'],
    ['whose end is a text', { exp: '9999999999' }, 'TokenTime'],
    ['without a beginning', { iat: undefined }, 'TokenTime'],
    ['whose beginning is a text', { iat: '1' }, 'TokenTime'],
    ['whose start is a text', { nbf: '1' }, 'TokenTime'],
    ['without a subject', { sub: undefined }, 'TokenSubject'],
  ])('%s is refused', async (_what, claims, reason) => {
    expect(await refusalWith(claims)).toBe(reason);
    expect(one.provider.asked.filter((url) => !url.startsWith(`${issuer}/`))).toEqual([]);
  });

  it.each([
    ['whose subject is another one', { sub: 'repo:octo/other:environment:production' }],
    ['whose subject begins like it', { sub: `${subject}-of-somebody-else` }],
    ['whose subject is in capitals', { sub: subject.toUpperCase() }],
    ['whose subject only looks like it', { sub: subject.replace('o', 'о') }],
    ['whose subject has an invisible character', { sub: `${subject}\u200b` }],
    ['whose subject is a list', { sub: [subject] }],
    ['whose subject is an object', { sub: { toString: subject } }],
    ['of another environment', { environment: 'staging' }],
    ['whose environment is a list that has it', { environment: ['production'] }],
    ['without an environment', { environment: undefined }],
    ['whose environment is true', { environment: true }],
    ['of a tag', { ref: 'refs/tags/v1' }],
    ['whose ref has the beginning further on', { ref: 'x/refs/heads/main' }],
    ['whose ref is a list', { ref: ['refs/heads/main'] }],
    ['with another name within', { nested: { service: { name: 'other' } } }],
    ['with the name at the top', { nested: 'payments', 'nested > service > name': 'payments' }],
    ['with a list on the way', { nested: [{ service: { name: 'payments' } }] }],
  ])('%s does not match, and the answer says which claim', async (_what, claims) => {
    expect(await refusalWith(claims)).toBe('ClaimMismatch');
    const { json } = await one.signIn(identityId, { claims });
    const { detail } = json as { detail: string };
    expect(detail).toContain(Object.keys(claims)[0]);
    expect(detail).not.toMatch(/octo|staging/);
  });

  it.each([
    ['that has expired', { exp: -31 }, 'TokenExpired'],
    ['that counts later', { nbf: 120 }, 'TokenTime'],
    ['from the future', { iat: 120, exp: 600 }, 'TokenTime'],
    ['that lasts for years', { iat: -700, exp: 1e9 }, 'TokenTooLong'],
    ['that was issued long ago', { iat: -86_500, exp: 600 }, 'TokenExpired'],
    ['from before time', { iat: -1e12, exp: 600 }, 'TokenExpired'],
  ])('%s is refused', async (_what, offsets: Record<string, number>, reason) => {
    expect(
      await refusalWith(
        Object.fromEntries(Object.entries(offsets).map(([name, by]) => [name, nowSeconds() + by])),
      ),
    ).toBe(reason);
  });

  it('that lasts for an hour, as on Kubernetes, is accepted until its end', async () => {
    const claims = { iat: nowSeconds() - 3500, exp: nowSeconds() + 100 };
    expect((await one.signIn(identityId, { claims })).status).toBe(201);
  });

  it('of an identity for another issuer is refused', async () => {
    const { vault } = one.test;
    const row = await vault.storage.look((view) => view.findIdentity(identityId));
    if (!row) throw new Error('There is no identity');
    const other = withIdentityMac(vault.keyring, {
      ...row,
      id: 'wid_other',
      issuer: 'https://other.example',
    });
    await vault.storage.transact((tx) => tx.insertIdentity(other));
    expect(await one.signIn('wid_other')).toMatchObject({ status: 403, json: { code: 'SignInRefused' } });
    expect(await one.lastEntry()).toMatchObject({ code: 'IdentityIssuer' });
  });

  it.each(['wid_unknown', 'AGENT', '__proto__', '../wid', 'wid_%', 'wid_\u0000'])(
    'for the identity %j is refused',
    async (unknown) => {
      expect([400, 403]).toContain((await one.signIn(unknown)).status);
    },
  );
});

describe('a signature', () => {
  it('of another key under the same id is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect(await refusalOf(await one.token({ key: privateKey }))).toBe('TokenSignature');
  });

  it('that is missing is refused, whatever the header says of it', async () => {
    const claims = part({ iss: issuer, ...goodClaims, iat: nowSeconds(), exp: nowSeconds() + 300 });
    for (const alg of ['none', 'None', 'NONE', '']) {
      expect(await refusalOf(`${part({ alg })}.${claims}.AA`)).toBe('TokenAlgorithm');
    }
    expect(await refusalOf(`${part({ alg: 'none' })}.${claims}.`)).toBe('TokenMalformed');
    const [header = '', payload = ''] = (await one.token()).split('.');
    expect(await refusalOf(`${header}.${payload}.`)).toBe('TokenMalformed');
  });

  it('made with the public key as a shared secret is refused', async () => {
    const key = createPublicKey({ key: { ...one.provider.publicKey }, format: 'jwk' });
    const pem = String(key.export({ type: 'spki', format: 'pem' }));
    for (const secret of [pem, pem.trim(), JSON.stringify(one.provider.publicKey)]) {
      const forgery = { key: new TextEncoder().encode(secret), header: { alg: 'HS256' } };
      expect(await refusalOf(await one.token(forgery))).toBe('TokenAlgorithm');
    }
  });

  it('over other claims is refused', async () => {
    const [header = '', , signature = ''] = (await one.token({ claims: { sub: 'somebody-else' } })).split(
      '.',
    );
    const [, payload = ''] = (await one.token()).split('.');
    expect(await refusalOf(`${header}.${payload}.${signature}`)).toBe('TokenSignature');
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

  it.each(['unknown', '../../etc/passwd', 'https://evil.example/keys', '__proto__'])(
    'of a key named %j is refused',
    async (kid) => {
      expect(await refusalOf(await one.token({ header: { kid } }))).toBe('TokenKey');
    },
  );

  it.each([
    ['a name that is no text', { kid: ['first'] }, 'TokenKey'],
    ['an extension that must be understood', { crit: ['x'], x: 1 }, 'TokenMalformed'],
    ['an unencoded payload', { b64: true }, 'TokenMalformed'],
    ['the type of an access token', { typ: 'at+jwt' }, 'TokenType'],
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
    const encrypted = await new CompactEncrypt(new TextEncoder().encode('{}'))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
      .encrypt(publicKey);
    expect(await refusalOf(encrypted)).toBe('TokenMalformed');
  });

  it.each([
    ['something behind it', (token: string) => `${token}.AAAA`],
    ['a line break behind it', (token: string) => `${token}\n`],
    ['padding', (token: string) => `${token}==`],
    ['another word before it', (token: string) => `Bearer ${token}`],
  ])('is refused with %s', async (_what, change) => {
    expect(await refusalOf(change(await one.token()))).toBe('TokenMalformed');
  });

  it.each(['', '.', 'a.b.c', 'null.null.null', '{}'])('is refused: %j', async (text) => {
    expect([400, 401]).toContain((await one.send(identityId, text)).status);
  });

  it.each([
    ['a claim twice', '"sub":"somebody-else"'],
    ['a claim twice, written otherwise', '"s\\u0075b":"somebody-else"'],
    ['a name twice within', '"more":{"a":1,"a":2}'],
  ])('is refused with %s, though it is signed', async (_what, text) => {
    const claims = { iss: issuer, ...goodClaims, iat: nowSeconds(), exp: nowSeconds() + 300 };
    const payload = `{${text},${JSON.stringify(claims).slice(1)}`;
    expect(await refusalOf(await one.token({ payload }))).toBe('TokenMalformed');
  });

  it('is refused with claims that are no JSON object, though they are signed', async () => {
    const forgeries: readonly Forgery[] = [{ payload: '[]' }, { payload: 'null' }, { payload: '{' }];
    for (const forgery of forgeries) expect(await refusalOf(await one.token(forgery))).toBe('TokenMalformed');
  });

  it('is refused when it is huge, before anything of it is read', async () => {
    const groups = Array.from({ length: 2000 }, (_, at) => `group-${String(at)}`);
    expect([400, 413]).toContain((await one.signIn(identityId, { claims: { groups } })).status);
  });
});
