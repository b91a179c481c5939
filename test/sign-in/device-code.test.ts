import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProviderFetch } from '../../sign-in/provider.ts';
import { signInWithDevice } from '../../sign-in/sign-in-with-device.ts';

const issuer = 'https://login.example.com';
const provider = { issuer, clientId: 'agent-secrets', scopes: ['openid'], deviceCode: true };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Answers token requests with these errors, in order; repeats the last one. */
function providerThatSays(errors: readonly string[], started: object = {}) {
  const askedAt: number[] = [];
  const documents: Readonly<Record<string, object>> = {
    '/.well-known/openid-configuration': {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      device_authorization_endpoint: `${issuer}/device`,
    },
    '/device': {
      device_code: 'not-a-real-code',
      user_code: 'ABCD-EFGH',
      verification_uri: `${issuer}/activate`,
      expires_in: 600,
      interval: 5,
      ...started,
    },
  };
  const fetch: ProviderFetch = async (url) => {
    const document = documents[new URL(url).pathname];
    if (document) return Response.json(document);
    askedAt.push(Date.now());
    return Response.json({ error: errors[askedAt.length - 1] ?? errors.at(-1) }, { status: 400 });
  };
  const waits = () => askedAt.slice(1).map((at, index) => at - (askedAt[index] ?? 0));
  return { fetch, waits };
}

/** Resolves to the message that it ends with, while time passes. */
async function endOf(fetch: ProviderFetch, showCode = vi.fn()): Promise<string> {
  const signIn = signInWithDevice(provider, { fetch, showCode, signal: new AbortController().signal });
  const ends: string[] = [];
  void signIn.then(
    () => ends.push('signed in'),
    (error: unknown) => ends.push(String(error)),
  );
  while (ends.length === 0) {
    await new Promise((resolve) => setImmediate(resolve));
    // Time stops while it waits for anything but time.
    if (vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync();
  }
  return ends.join();
}

describe('a code for another device', () => {
  it('is polled as often as the provider wants, and less often on request', async () => {
    const { fetch, waits } = providerThatSays([
      'authorization_pending',
      'slow_down',
      'authorization_pending',
      'access_denied',
    ]);
    expect(await endOf(fetch)).toContain('declined');
    expect(waits()).toEqual([5000, 10_000, 10_000]);
  });

  it('that has expired at the provider ends the sign-in', async () => {
    const { fetch } = providerThatSays(['authorization_pending', 'expired_token']);
    expect(await endOf(fetch)).toContain('The code has expired');
  });

  it.each([
    ['a code that steers the terminal', { user_code: 'AB\u001B[2J' }],
    ['a code without end', { user_code: 'A'.repeat(1000) }],
    ['an address that runs a program', { verification_uri: 'javascript:alert(1)' }],
    ['an address that is a file', { verification_uri: 'file:///etc/passwd' }],
  ])('is not shown with %s', async (_what, started) => {
    const showCode = vi.fn();
    const { fetch } = providerThatSays(['access_denied'], started);
    expect(await endOf(fetch, showCode)).toContain('SignInError');
    expect(showCode).not.toHaveBeenCalled();
  });

  it('repeats nothing of an answer but a plain word', async () => {
    const { fetch } = providerThatSays(['not a word \u001B[31m <script>']);
    expect(await endOf(fetch)).toMatch(/refused the sign-in \(unknown error\)/);
  });

  it('is not requested from a provider over an insecure connection', async () => {
    const fetch = vi.fn<ProviderFetch>();
    const using = { fetch, showCode: vi.fn(), signal: new AbortController().signal };
    const open = { ...provider, issuer: 'http://login.example.com' };
    await expect(signInWithDevice(open, using)).rejects.toThrow(/does not use https/);
    expect(fetch).not.toHaveBeenCalled();
  });
});
