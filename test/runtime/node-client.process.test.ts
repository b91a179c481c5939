import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AgentSecretsError,
  createClient,
  loadEnvironment,
  Unauthenticated,
} from '../../runtime/node/index.ts';
import { startClient } from './support/client-process.ts';
import { agentId, type RuntimeVault, startRuntimeVault } from './support/runtime-vault.ts';
import { answer, problem, reading, startStandIn } from './support/stand-in.ts';

/** Features of the Node client alone; the rest is in the contract of both. */
describe('the Node client', () => {
  let vault: RuntimeVault;
  beforeAll(async () => {
    vault = await startRuntimeVault();
  });
  afterAll(() => vault.stop());

  it('reads the environment secrets of a sandbox session, and sets nothing', async () => {
    const token = await vault.startSandbox('SHOP_API_KEY', 'not-a-real-shop-key');
    const variables = await loadEnvironment({ vaultUrl: vault.url, token });
    expect(variables).toEqual({ SHOP_API_KEY: 'not-a-real-shop-key' });
    expect(process.env['SHOP_API_KEY']).toBeUndefined();
  });

  it('reads no environment secrets with another token', async () => {
    const unknown = loadEnvironment({ vaultUrl: vault.url, token: 'ags_sandbox_unknown' });
    await expect(unknown).rejects.toBeInstanceOf(Unauthenticated);
    const { token } = await vault.issueToken();
    const ofAgent = loadEnvironment({ vaultUrl: vault.url, token });
    await expect(ofAgent).rejects.toBeInstanceOf(AgentSecretsError);
    await expect(ofAgent).rejects.toMatchObject({ code: 'Forbidden' });
  });

  it('calls a function for the token, again when the vault rejects it', async () => {
    const { token } = await vault.issueToken();
    await vault.addSecret('stripe', 'not-a-real-key');
    const tokens = ['ags_agent_old', token, token];
    const client = createClient({
      vaultUrl: vault.url,
      agentId,
      token: () => Promise.resolve(tokens.shift() ?? ''),
    });
    expect(await client.getSecret('stripe')).toBe('not-a-real-key');
    expect(await client.getSecret('stripe')).toBe('not-a-real-key');
    await expect(client.getSecret('stripe')).rejects.toMatchObject({ code: 'NotConfigured' });
  });

  it('is canceled by a signal: before, while it waits for an answer, and between tries', async () => {
    const silent = await startStandIn(() => undefined);
    const sealed = await startStandIn(problem(503, 'Sealed', { 'retry-after': '2' }), reading('x'));
    const clientOf = ({ url }: { url: string }) =>
      createClient({ vaultUrl: url, agentId, token: 'not-a-real-token' });
    try {
      const reason = new Error('no longer needed');
      const before = clientOf(silent).getSecret('stripe', { signal: AbortSignal.abort(reason) });
      await expect(before).rejects.toBe(reason);
      for (const server of [silent, sealed]) {
        const cancelling = new AbortController();
        const read = clientOf(server).getSecret('stripe', { signal: cancelling.signal });
        const ended = expect(read).rejects.toBe(reason);
        await expect.poll(() => server.requests.length).toBe(1);
        cancelling.abort(reason);
        await ended;
        expect(server.requests).toHaveLength(1);
      }
    } finally {
      await Promise.all([silent.close(), sealed.close()]);
    }
  });

  it('says how to configure a proxy in Node, where one is set and the vault is unreachable', async () => {
    const proxy = { HTTPS_PROXY: 'http://proxy.example.com:3128' };
    const settings = { vaultUrl: 'https://127.0.0.1:1', agentId, token: 'not-a-real-token', retries: 0 };
    const client = startClient('Node', proxy);
    try {
      expect((await client.read('stripe', settings)).error?.message).toContain('NODE_USE_ENV_PROXY=1');
    } finally {
      await client.stop();
    }
  });

  it.each(['127.0.0.1', 'vault.localhost'])(
    'sends the token to %s itself over plain HTTP, regardless of Node’s proxy settings',
    async (host) => {
      const proxy = await startStandIn(reading('not-a-real-key'));
      const server = await startStandIn(reading('not-a-real-key'));
      const client = startClient('Node', { HTTP_PROXY: proxy.url, NODE_USE_ENV_PROXY: '1' });
      try {
        const vaultUrl = server.url.replace('127.0.0.1', host);
        const settings = { vaultUrl, agentId, token: 'not-a-real-token', retries: 0 };
        expect(await client.read('stripe', settings)).toEqual({ value: 'not-a-real-key' });
        expect(server.requests).toHaveLength(1);
        expect(proxy.requests).toHaveLength(0);
      } finally {
        await Promise.all([client.stop(), proxy.close(), server.close()]);
      }
    },
  );

  it('does not mention proxies where it uses none', async () => {
    const settings = { vaultUrl: 'http://127.0.0.1:1', agentId, token: 'not-a-real-token', retries: 0 };
    const client = startClient('Node', { HTTP_PROXY: 'http://proxy.example.com:3128' });
    try {
      const { error } = await client.read('stripe', settings);
      expect(error).toMatchObject({ code: 'Unreachable' });
      expect(error?.message).not.toContain('PROXY');
    } finally {
      await client.stop();
    }
  });

  it.each(['NODE_OPTIONS=--import=data:,', 'a b', 'A-B', '1A', 'A\n', ''])(
    'accepts no environment secrets with the name %j',
    async (name) => {
      const server = await startStandIn(
        answer(200, { variables: { SHOP_API_KEY: 'not-a-real-key', [name]: 'not-a-real-value' } }),
      );
      try {
        const read = loadEnvironment({ vaultUrl: server.url, token: 'not-a-real-token' });
        await expect(read).rejects.toMatchObject({ code: 'BadAnswer' });
      } finally {
        await server.close();
      }
    },
  );

  it('shows no control characters from a name', async () => {
    const server = await startStandIn(problem(503, 'Sealed'));
    try {
      const client = createClient({ vaultUrl: server.url, agentId, token: 'not-a-real-token', retries: 0 });
      const read = client.getSecret('a\u009b\u202e\u007f\u2028b');
      await expect(read).rejects.toThrow(String.raw`"a\u{9b}\u{202e}\u{7f}\u{2028}b"`);
    } finally {
      await server.close();
    }
  });
});
