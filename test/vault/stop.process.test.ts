import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { serve, OperatorError } from '../../vault/main.ts';
import { startVaultProcess, type VaultProcess } from './support/vault-process.ts';

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'vault-stop-')), 'data');
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

/** A vault with a secret; returns the headers and the address of a reader. */
async function startReadable() {
  const vault = await startVaultProcess(directory);
  const client = createVaultClient({ url: vault.url, key: vault.adminKey, fetch });
  const { accountId } = await client.me();
  await client.createAgent(accountId, { agentId: 'A', agentName: 'Agent' });
  const secret = { name: 'x', kind: 'single', value: 'not-a-real-key', agentIds: ['A'] } as const;
  await client.createSecret(accountId, { ...secret, agentIds: ['A'] });
  const { token } = await client.issueToken(accountId, { name: 'run', role: 'agent', agentId: 'A' });
  return { vault, url: `${vault.url}/v1/agents/A/secrets/x/value`, headers: { 'x-api-key': token } };
}

/**
 * Sends requests over the one connection of an agent; returns the status and whether the connection stays
 * open.
 */
async function ask(url: string, headers: Record<string, string>, agent: Agent) {
  const sent = request(url, { headers, agent }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  await once(answer.resume(), 'end');
  return { status: answer.statusCode, isLast: answer.headers.connection === 'close' };
}

/** A creation of which the vault has received half. */
async function sendHalf({ url, adminKey }: VaultProcess) {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
  const lines = [`POST /v1/me/environment HTTP/1.1`, 'host: 127.0.0.1', `x-api-key: ${adminKey}`];
  socket.write([...lines, 'content-type: application/json', 'content-length: 1000', '', '{'].join('\r\n'));
  await once(socket, 'connect');
  await fetch(`${url}/healthz`);
  return socket;
}

describe('a vault that is told to stop', () => {
  it('answers pending requests on kept-alive connections, and closes these', async () => {
    const { vault, url, headers } = await startReadable();
    let answered = 0;
    let stopped: Promise<number | null> | undefined;
    const readers = Array.from({ length: 32 }, async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (;;) {
        const { status, isLast } = await ask(url, headers, agent);
        expect(status).toBe(200);
        answered += 1;
        if (answered === 500) stopped = vault.stop('SIGTERM');
        if (isLast) return agent.destroy();
      }
    });
    await Promise.all(readers);
    expect(answered).toBeGreaterThan(500);
    expect(await stopped).toBe(0);
  });

  it('ends idle connections', async () => {
    const { vault, url, headers } = await startReadable();
    const agent = new Agent({ keepAlive: true });
    await Promise.all([1, 2, 3].map(() => ask(url, headers, agent)));
    expect(await vault.stop('SIGTERM')).toBe(0);
    agent.destroy();
  });

  it('ends immediately when it is told again', async () => {
    const { vault } = await startReadable();
    const socket = await sendHalf(vault);
    vault.process.kill('SIGTERM');
    const closed = once(socket, 'close');
    // The listener is gone once the first signal was handled.
    const isListening = () =>
      fetch(`${vault.url}/healthz`).then(
        () => true,
        () => false,
      );
    while (await isListening()) await sleep(10);
    expect([socket.closed, vault.process.exitCode]).toEqual([false, null]);
    expect(await vault.stop('SIGTERM')).toBe(null);
    expect(vault.process.signalCode).toBe('SIGTERM');
    await closed;
  });
});

describe('a vault that its operator cannot reach', () => {
  it('does not start: nothing listens, and the directory is free', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    const options = { dataDir: directory, port, log: { write() {} }, handleSignals: false };
    mkdirSync(join(directory, 'control.sock'), { recursive: true, mode: 0o700 });
    const started = serve(options);
    await expect(started).rejects.toThrow(OperatorError);
    await expect(started).rejects.toThrow('control.sock');
    await expect(fetch(`http://127.0.0.1:${String(port)}/healthz`)).rejects.toThrow('fetch failed');
    rmSync(join(directory, 'control.sock'), { recursive: true });
    const vault = await serve(options);
    await vault.close();
  });
});
