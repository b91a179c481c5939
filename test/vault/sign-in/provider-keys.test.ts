import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { issuer } from './support/fake-provider.ts';
import { keyIn, openSignInVault, type SignInVault } from './support/sign-in-vault.ts';

let one: SignInVault;
beforeEach(async () => {
  one = await openSignInVault();
});
afterEach(() => one.test.close());

const discovery = `${issuer}/.well-known/openid-configuration`;
const huge = 'x'.repeat(300_000);

describe('the keys of a provider', () => {
  it('are found by discovery, once for many sign-ins', async () => {
    for (let count = 0; count < 3; count += 1) keyIn(await one.signIn());
    expect(one.provider.asked).toEqual([discovery, `${issuer}/keys`]);
  });

  it('are not fetched for invalid tokens', async () => {
    await one.send('a.b.c');
    await one.signIn({ claims: { iss: 'https://login.example.com/other' } });
    expect(one.provider.asked).toEqual([]);
  });

  it('are not fetched repeatedly for unknown key names', async () => {
    for (let count = 0; count < 5; count += 1)
      await one.signIn({ header: { kid: `unknown-${String(count)}` } });
    expect(one.provider.asked).toEqual([discovery, `${issuer}/keys`]);
  });

  it('that were removed stay invalid: a vault that starts now refuses their signatures', async () => {
    const token = await one.token();
    await one.provider.rotate();
    expect(await one.send(token)).toMatchObject({ status: 401 });
    expect(await one.lastEntry()).toMatchObject({ code: 'TokenKey' });
    keyIn(await one.signIn());
  });
});

describe('a provider that is unreachable', () => {
  it.each([
    ['is down', () => Promise.reject(new TypeError('not-a-real-reason'))],
    ['fails', () => new Response('not-a-real-reason', { status: 500 })],
    [
      'sends elsewhere',
      () => new Response('', { status: 302, headers: { location: 'https://evil.example/' } }),
    ],
    ['answers without end', () => new Response(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys`, huge }))],
    ['answers with no JSON', () => new Response('<html>')],
    [
      'speaks for another',
      () => Response.json({ issuer: 'https://evil.example', jwks_uri: `${issuer}/keys` }),
    ],
    [
      'keeps its keys in the open',
      () => Response.json({ issuer, jwks_uri: 'http://login.example.com/keys' }),
    ],
    ['keeps its keys on this machine', () => Response.json({ issuer, jwks_uri: 'https://127.0.0.1/keys' })],
    ['keeps its keys in a file', () => Response.json({ issuer, jwks_uri: 'file:///etc/passwd' })],
    [
      'keeps its keys behind a password',
      () => Response.json({ issuer, jwks_uri: 'https://a:b@login.example.com/' }),
    ],
    ['has no keys', () => Response.json({ issuer })],
  ])('because it %s does not lead to a sign-in, and the vault says when to retry', async (_what, broken) => {
    one.provider.broken = broken;
    const answer = await one.signIn();
    expect(answer).toMatchObject({ status: 503, json: { code: 'Unavailable' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.text + one.test.log.join('')).not.toContain('not-a-real-reason');
    expect(one.provider.asked.filter((url) => url !== discovery)).toEqual([]);
    one.provider.broken = undefined;
    one.test.advance(5_001);
    keyIn(await one.signIn());
  });

  it('is not contacted again for a moment', async () => {
    one.provider.broken = () => new Response('', { status: 500 });
    for (let count = 0; count < 5; count += 1) expect((await one.signIn()).status).toBe(503);
    expect(one.provider.asked).toEqual([discovery]);
  });

  it('does not matter while its keys are cached', async () => {
    expect((await one.signIn()).status).toBe(201);
    one.provider.broken = () => new Response('', { status: 500 });
    keyIn(await one.signIn());
  });

  it.each([
    ['no list', { keys: {} }],
    ['a list of nothing', { keys: [null, 1, 'text'] }],
    ['shared secrets', { keys: [{ kty: 'oct', k: 'bm90LWEtcmVhbC1rZXk', kid: 'first' }] }],
  ])('with %s of keys opens nothing', async (_what, document) => {
    one.provider.broken = (url) =>
      Response.json(url === discovery ? { issuer, jwks_uri: `${issuer}/keys` } : document);
    expect((await one.signIn()).status).toBeGreaterThanOrEqual(400);
  });
});
