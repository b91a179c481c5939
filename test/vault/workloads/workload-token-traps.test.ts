import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withIdentityMac } from '../../../vault/domain/rows/row-macs.ts';
import { issuer } from '../sign-in/support/fake-provider.ts';
import { describeSignatureTraps } from '../sign-in/support/signature-traps.ts';
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

/** The reason for the refusal in the log; the answer contains nothing of the token. */
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

describe('a token of a platform', () => {
  it('that is valid is accepted, also with its audience in a list, as Kubernetes writes it', async () => {
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
    ['for no audience', { aud: [] }, 'TokenAudience'],
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

describeSignatureTraps(() => ({
  provider: one.provider,
  claims: () => ({ iss: issuer, ...goodClaims, iat: nowSeconds(), exp: nowSeconds() + 300 }),
  token: (forgery) => one.token(forgery),
  refusalOf,
}));

describe('text that is not a signed token', () => {
  it.each(['', '.', 'a.b.c', 'null.null.null', '{}'])('is refused: %j', async (text) => {
    expect([400, 401]).toContain((await one.send(identityId, text)).status);
  });

  it('is refused when it is huge, before anything of it is read', async () => {
    const groups = Array.from({ length: 2000 }, (_, at) => `group-${String(at)}`);
    expect([400, 413]).toContain((await one.signIn(identityId, { claims: { groups } })).status);
  });
});
