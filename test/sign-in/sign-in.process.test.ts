import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignInSession } from '../../contracts/vault-api/sign-in.ts';
import { listenOnLoopback, signInWithBrowser, signInWithDevice } from '../../sign-in/index.ts';
import type { ProviderFetch } from '../../sign-in/provider.ts';
import type { DeviceCode } from '../../sign-in/sign-in-with-device.ts';
import { createVaultClient } from '../../vault-client/index.ts';
import { endSession, readSignInOffer, startSession } from '../../vault-client/sign-in.ts';
import { browse, type Visitor } from './support/browser.ts';
import { startTeam, type Team } from './support/team.ts';

let team: Team;
beforeEach(async () => {
  team = await startTeam();
});
afterEach(() => team.close());

const at = () => ({ url: team.vault.url, fetch });
const inTime = () => AbortSignal.timeout(20_000);

async function offer() {
  const { openid } = await readSignInOffer(at());
  if (!openid) throw new Error('The vault offers no sign-in');
  return openid;
}

async function signInAs(visitor: Visitor): Promise<SignInSession> {
  const pages: Promise<string>[] = [];
  const openUrl = (url: string) => void pages.push(browse(url, visitor));
  const proof = await signInWithBrowser(await offer(), {
    fetch,
    listen: listenOnLoopback,
    openUrl,
    signal: inTime(),
  });
  expect(await pages[0]).toContain('<h1>Almost done</h1>');
  return startSession(at(), proof);
}

const clientOf = ({ token }: SignInSession) => createVaultClient({ url: team.vault.url, key: token, fetch });

describe('signing in with a browser', () => {
  it('gives a session with which an admin lists secrets, until they sign out', async () => {
    const client = clientOf(await signInAs({ login: 'ada' }));
    const { accountId, role } = await client.me();
    expect(role).toBe('admin');
    await client.createSecret(accountId, { name: 'x', kind: 'single', value: 'not-a-real-key' });
    expect(await client.secrets(accountId)).toMatchObject([{ name: 'x' }]);
  });

  it('ends at the vault when the user signs out', async () => {
    const session = await signInAs({ login: 'ada' });
    expect(await endSession({ ...at(), key: session.token })).toEqual({ ended: 1 });
    await expect(clientOf(session).me()).rejects.toMatchObject({ code: 'CredentialExpired' });
  });

  it('gives the current role: an admin who left the group is an author at the next sign-in', async () => {
    const first = await signInAs({ login: 'ada' });
    team.provider.people.set('ada', { name: 'Ada', groups: ['secrets-authors'] });
    const second = await signInAs({ login: 'ada' });
    expect(second).toMatchObject({ role: 'author', userId: first.userId });
    for (const session of [first, second]) {
      const { accountId } = await clientOf(session).me();
      await expect(clientOf(session).secrets(accountId)).rejects.toMatchObject({ code: 'Forbidden' });
    }
  });

  it('is refused to users without an allowed group', async () => {
    team.provider.people.set('eve', { name: 'Eve', groups: ['everybody'] });
    await expect(signInAs({ login: 'eve' })).rejects.toMatchObject({ code: 'SignInRefused' });
  });

  it('says that it was declined', async () => {
    const openUrl = (url: string) => void browse(url, { login: 'ada', declines: true });
    const signIn = signInWithBrowser(await offer(), {
      fetch,
      listen: listenOnLoopback,
      openUrl,
      signal: inTime(),
    });
    await expect(signIn).rejects.toThrow(/declined/);
  });

  it('rejects a callback with another state or from elsewhere, and continues to wait', async () => {
    const turnedAway: number[] = [];
    const openUrl = async (url: string) => {
      const callback = new URL(url).searchParams.get('redirect_uri') ?? '';
      const state = new URL(url).searchParams.get('state') ?? '';
      const wrong = [
        `${callback}?code=x&state=other`,
        `${callback}?code=x`,
        `${callback}x?code=x&state=${state}`,
      ];
      for (const one of wrong) turnedAway.push((await fetch(one)).status);
      const other = callback.replace('127.0.0.1', 'localhost');
      turnedAway.push((await fetch(`${other}?code=x&state=${state}`).catch(() => ({ status: 400 }))).status);
      turnedAway.push((await fetch(`${callback}?code=x&state=${state}`, { method: 'POST' })).status);
      await browse(url, { login: 'ada' });
    };
    const listen = listenOnLoopback;
    const proof = await signInWithBrowser(await offer(), {
      fetch,
      listen,
      openUrl: (url) => void openUrl(url),
      signal: inTime(),
    });
    expect(turnedAway).toEqual([400, 400, 400, 400, 400]);
    expect((await startSession(at(), proof)).role).toBe('admin');
  });

  it('ends when no callback arrives in time', async () => {
    const stop = new AbortController();
    const openUrl = () => stop.abort();
    const signIn = signInWithBrowser(await offer(), {
      fetch,
      listen: listenOnLoopback,
      openUrl,
      signal: stop.signal,
    });
    await expect(signIn).rejects.toThrow('The sign-in timed out');
  });

  it('is refused by the provider when it redirects to another place', async () => {
    const listen: typeof listenOnLoopback = async (port) => ({
      ...(await listenOnLoopback(port)),
      redirectUri: 'http://evil.example/callback',
    });
    const pages: Promise<string>[] = [];
    const stop = new AbortController();
    const openUrl = (url: string) => {
      const page = browse(url, { login: 'ada' }).finally(() => stop.abort());
      pages.push(page);
    };
    const signIn = signInWithBrowser(await offer(), { fetch, listen, openUrl, signal: stop.signal });
    await expect(signIn).rejects.toThrow(/timed out/);
    expect(await pages[0]).toContain('redirect_uri');
  });

  it('is refused by the provider when another program sends the code', async () => {
    const spoil: ProviderFetch = async (url, init) => {
      if (init.body?.has('code_verifier')) {
        init.body.set('code_verifier', 'not-the-verifier-not-the-verifier-not-the-verifier');
      }
      return fetch(url, init);
    };
    const openUrl = (url: string) => void browse(url, { login: 'ada' });
    const using = { fetch: spoil, listen: listenOnLoopback, openUrl, signal: inTime() };
    await expect(signInWithBrowser(await offer(), using)).rejects.toThrow(
      /refused the sign-in \(invalid_grant\)/,
    );
  });
});

describe('signing in with a device', () => {
  it('gives a session once the code was typed elsewhere', async () => {
    const showCode = ({ url, code }: DeviceCode) => void browse(url, { login: 'ada', userCode: code });
    const proof = await signInWithDevice(await offer(), { fetch: hasty, showCode, signal: inTime() });
    expect(await startSession(at(), proof)).toMatchObject({ role: 'admin' });
  });

  it('says that it was declined', async () => {
    const visitor = { login: 'ada', declines: true };
    const showCode = ({ url, code }: DeviceCode) => void browse(url, { ...visitor, userCode: code });
    const signIn = signInWithDevice(await offer(), { fetch: hasty, showCode, signal: inTime() });
    await expect(signIn).rejects.toThrow(/declined/);
  });

  it('says that the code has expired', async () => {
    const expire: ProviderFetch = async (url, init) => hasty(url, init, { interval: 3, expires_in: 1 });
    const showCode = () => undefined;
    const signIn = signInWithDevice(await offer(), { fetch: expire, showCode, signal: inTime() });
    await expect(signIn).rejects.toThrow('The sign-in timed out');
  });

  it('is not tried where the vault does not offer it', async () => {
    const provided = { ...(await offer()), deviceCode: false };
    const signIn = signInWithDevice(provided, { fetch, showCode: () => undefined, signal: inTime() });
    await expect(signIn).rejects.toThrow(/does not support device codes/);
  });
});

/** The provider as it is, but it may be polled every second. */
async function hasty(
  url: string,
  init: Parameters<ProviderFetch>[1],
  changes: object = { interval: 1 },
): Promise<Response> {
  const answer = await fetch(url, init);
  if (!url.endsWith('/device/auth')) return answer;
  const started: unknown = await answer.json();
  return Response.json({ ...(started as object), ...changes });
}

describe('a provider that is down', () => {
  it('gives a message for the user, and a retry time at the vault', async () => {
    const provided = await offer();
    await team.provider.close();
    const openUrl = () => undefined;
    const using = { fetch, listen: listenOnLoopback, openUrl, signal: inTime() };
    await expect(signInWithBrowser(provided, using)).rejects.toThrow(/is unreachable/);
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const idToken = `${part({ alg: 'ES256', kid: 'first' })}.${part({ iss: team.provider.issuer })}.AAAA`;
    const body = JSON.stringify({ idToken, nonceVerifier: 'x'.repeat(43) });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${team.vault.url}/v1/sign-in/openid`, { method: 'POST', headers, body });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
