import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundledVaultScript } from '../../../support/bundles.ts';
import type { ServeOptions } from '../../../../vault/main.ts';
import { serve } from '../../../../vault/main.ts';

/** The vault's answers about everything stored in it, with the same keys. */
export interface Filled {
  readonly adminKey: string;
  readonly agentKeys: ReadonlyMap<string, string>;
  readonly userKey: string;
  readonly accountId: string;
}

type Send = (method: string, path: string, body?: unknown, key?: string) => Promise<unknown>;

const script = join(import.meta.dirname, 'migrate-process.mjs');

export function makeDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'vault-move-'));
}

/** Moves in a separate process, killed after so many lines; resolves to its output. */
export async function migrate(from: string, to: string, killAfter = Infinity): Promise<readonly string[]> {
  const program = await bundledVaultScript(script);
  const child = spawn(process.execPath, ['--no-warnings', program, from, to, String(killAfter)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  await Promise.all([exited, once(child.stdout, 'close')]);
  return lines;
}

/** Runs a vault while `work` sends requests. */
export async function withVault<T>(
  options: Pick<ServeOptions, 'dataDir' | 'database' | 'despiteMove'>,
  work: (send: Send) => Promise<T>,
): Promise<T> {
  const vault = await serve({ ...options, port: 0, handleSignals: false, log: { write() {} } });
  try {
    const sealed = vault.sealed();
    if (sealed !== undefined) throw new Error(sealed);
    const own = () => readFileSync(join(options.dataDir, 'admin.key'), 'utf8').trim();
    return await work(async (method, path, body, key = own()) => {
      const answer = await fetch(vault.url + path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(method === 'PATCH' || method === 'DELETE' ? { 'if-match': '*' } : {}),
          ...(path.endsWith('/secrets') ? { 'idempotency-key': randomUUID() } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.status >= (method === 'GET' ? 500 : 400)) throw new Error(`${method} ${path}: ${text}`);
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    });
  } finally {
    await vault.close();
  }
}

const secrets = 300;
const names = Array.from({ length: secrets }, (_, index) => `secret_${String(index)}`);
const agents = ['A', 'B', 'C'];

/** Secrets of all kinds and states, versions, requests, people, keys, variables. */
export async function fill(send: Send): Promise<Filled> {
  const { accountId } = (await send('GET', '/v1/me')) as { accountId: string };
  const base = `/v1/accounts/${accountId}`;
  for (const agentId of agents)
    await send('POST', `${base}/agents`, { agentId, agentName: `Agent ${agentId}` });
  await Promise.all(names.map((name, index) => send('POST', `${base}/secrets`, newSecret(name, index))));
  for (const name of names.slice(0, 20)) {
    const value = `not-a-real-second-${name}`;
    if (!isDictionary(name)) await send('PATCH', `${base}/secrets/${name}`, { value });
  }
  for (const name of names.slice(290)) await send('DELETE', `${base}/secrets/${name}`);
  const user = (await send('POST', `${base}/users`, { name: 'Müller', role: 'author' })) as { id: string };
  const issue = async (body: unknown) =>
    ((await send('POST', `${base}/tokens`, body)) as { token: string }).token;
  const userKey = await issue({ name: 'person', role: 'author', userId: user.id });
  for (let index = 0; index < 20; index += 1) {
    const variable = { name: `VARIABLE_${String(index)}`, value: `not-a-real-variable-${String(index)}` };
    await send('POST', '/v1/me/environment', variable, userKey);
    const wish = { secretName: names[index * 3], reason: 'to test' };
    await send('POST', '/v1/agents/A/access-requests', wish, userKey);
  }
  const agentKeys = new Map<string, string>();
  for (const agentId of agents) {
    agentKeys.set(agentId, await issue({ name: agentId, role: 'agent', agentId }));
  }
  return { accountId, agentKeys, userKey, adminKey: '' };
}

/** Everything that the keys of a vault can see: the same before and after a move. */
export async function see(send: Send, { accountId, agentKeys, userKey }: Filled): Promise<unknown> {
  const base = `/v1/accounts/${accountId}`;
  const values: unknown[] = [];
  for (const [agentId, key] of agentKeys) {
    for (const name of names) {
      const answer = await send('GET', `/v1/agents/${agentId}/secrets/${name}/value`, undefined, key);
      values.push(withoutRequest(answer));
    }
  }
  const lists = ['/secrets?limit=100', '/secrets?deleted=true', '/users', '/access-requests', '/agents'];
  const listed = await Promise.all(lists.map(async (path) => withoutReads(await send('GET', base + path))));
  const versions = await send('GET', `${base}/secrets/secret_4/versions`);
  const session = (await send('POST', '/v1/me/sandbox-sessions', {}, userKey)) as { token: string };
  const variables = await send('GET', '/v1/sandbox/environment', undefined, session.token);
  const catalog = await send('GET', '/v1/agents/A/catalog');
  return { values, listed, versions, variables, catalog: { ...(catalog as object), asOf: '' } };
}

function newSecret(name: string, index: number) {
  const agentIds = agents.slice(0, index % 3);
  const isSingle = index % 3 !== 0;
  const value = isSingle ? `not-a-real-${name}-ü😀` : { user: 'somebody', password: `not-a-real-${name}` };
  return {
    name,
    kind: isSingle ? 'single' : 'key_value',
    value,
    agentIds,
    description: `Nr. ${String(index)}`,
  };
}

function isDictionary(name: string): boolean {
  return Number(name.split('_')[1]) % 3 === 0;
}

/** Problem documents contain the number of their request. */
/** Looking at a vault reads its secrets. */
function withoutReads(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(withoutRequest(answer)), (key, value: unknown) =>
    key === 'lastReadAt' ? undefined : value,
  );
}

function withoutRequest(answer: unknown): unknown {
  return answer !== null && typeof answer === 'object' && 'requestId' in answer
    ? { ...answer, requestId: '' }
    : answer;
}
