import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bundleVaultCommandLine,
  type Served,
  type VaultCommandLine,
} from '../cli/support/vault-command-line.ts';
import { type PostgresServer, startPostgres } from './support/postgres-server.ts';

/** The programs as shipped, over real sockets. */
const folder = mkdtempSync(join(tmpdir(), 'vault-network-'));
const certificate = join(folder, 'vault.crt');
const key = join(folder, 'vault.key');
let program: VaultCommandLine;
let server: PostgresServer;
beforeAll(async () => {
  const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate];
  execFileSync('openssl', [...make, ...names], { stdio: 'ignore' });
  [program, server] = await Promise.all([bundleVaultCommandLine(), startPostgres()]);
}, 60_000);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Asked {
  readonly method?: string;
  readonly token: string;
  readonly body?: unknown;
  readonly etag?: string;
}

/** Over TLS, trusting only the certificate of the test. */
async function ask(url: string, { method = 'GET', token, body, etag }: Asked) {
  const sent = request(url, {
    method,
    ca: readFileSync(certificate),
    agent: false,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(etag !== undefined && { 'if-match': `"${etag}"` }),
    },
  });
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const content = await text(answer);
  const json: unknown = content === '' ? undefined : JSON.parse(content);
  return { status: answer.statusCode, json };
}

describe('a vault on PostgreSQL that serves HTTPS', () => {
  let vault: Served;
  let admin: string;
  const data = join(folder, 'data');
  beforeAll(async () => {
    const database = await server.createDatabase();
    const tls = ['--tls-cert', certificate, '--tls-key', key];
    vault = await program.serve('--data', data, '--database', database, ...tls);
    admin = readFileSync(join(data, 'admin.key'), 'utf8').trim();
  }, 30_000);
  afterAll(() => vault.stop());

  it('stores, grants, answers an agent, and stops answering at the revoke', async () => {
    expect(vault.url).toMatch(/^https:/);
    const { json: me } = await ask(`${vault.url}/v1/me`, { token: admin });
    const account = `${vault.url}/v1/accounts/${(me as { accountId: string }).accountId}`;
    const create = (what: string, body: unknown) =>
      ask(`${account}/${what}`, { method: 'POST', token: admin, body });
    const statuses = [
      await create('agents', { agentId: 'A', agentName: 'Agent' }),
      await create('secrets', { name: 'x', kind: 'single', value: 'not-a-real-key' }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([201, 201]);
    const { json } = await create('tokens', { name: 'run', role: 'agent', agentId: 'A' });
    const { token } = json as { token: string };
    const read = () => ask(`${vault.url}/v1/agents/A/secrets/x/value`, { token });
    const list = `${account}/secrets/x/access`;
    const change = async (body: unknown) => {
      const { etag } = (await ask(list, { token: admin })).json as { etag: string };
      return ask(list, { method: 'PATCH', token: admin, body, etag });
    };

    expect(await read()).toMatchObject({ status: 403, json: { code: 'MissingAccess' } });
    expect(await change({ grant: ['A'] })).toMatchObject({ status: 200, json: { version: 2 } });
    expect(await read()).toMatchObject({ status: 200, json: { value: 'not-a-real-key', version: 1 } });
    expect(await change({ revoke: ['A'] })).toMatchObject({ status: 200 });
    expect(await read()).toMatchObject({ status: 403, json: { code: 'MissingAccess' } });
  });

  it('does not answer without TLS, or with an old version of it', async () => {
    await expect(fetch(vault.url.replace('https', 'http'))).rejects.toThrow('fetch failed');
    const old = request(`${vault.url}/healthz`, {
      ca: readFileSync(certificate),
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    }).end();
    await expect(once(old, 'response')).rejects.toThrow(/alert protocol version/i);
  });

  it('is not trusted by a client that does not know its certificate', async () => {
    await expect(fetch(`${vault.url}/healthz`)).rejects.toMatchObject({
      cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
  });
});

describe('a vault that serves plain HTTP', () => {
  it.each(['0.0.0.0', '::', '192.0.2.1'])('does not do so on %s', async (host) => {
    const args = ['vault', 'serve', '--data', join(folder, 'plain'), '--port', '0', '--host', host];
    const { code, stdout, stderr } = await program.run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('plain HTTP');
    expect(stderr).not.toContain('    at ');
  });

  it('rate limits clients that guess keys, with a retry time; clients with a key continue', async () => {
    const data = join(folder, 'guessed');
    const vault = await program.serve('--data', data);
    const me = (token: string) => fetch(`${vault.url}/v1/me`, { headers: { 'x-api-key': token } });
    const answers: Response[] = [];
    for (let guess = 0; guess < 70; guess += 1) answers.push(await me(`ags_agent_${String(guess)}`));
    const refused = answers.filter(({ status }) => status === 429);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
    for (const answer of refused) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    expect(await refused[0]?.json()).toMatchObject({ code: 'TooManyRequests', status: 429 });
    const known = readFileSync(join(data, 'admin.key'), 'utf8').trim();
    expect((await me(known)).status).toBe(200);
    await vault.stop();
  });
});
