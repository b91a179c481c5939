import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problems as problemKinds } from '../../contracts/vault-api/problem.ts';
import { sealSentences } from '../../vault/domain/context/seal.ts';
import { operator, type RunningVault, serve } from '../../vault/main.ts';
import { editDatabase } from './support/edit-database.ts';

/** Every field that a line may have, by its message. When you add one, consider the readers of logs. */
const always = ['level', 'time', 'name', 'msg'];
const fields: Readonly<Record<string, readonly string[]>> = {
  request: ['requestId', 'method', 'route', 'status', 'ms', 'unlogged'],
  failed: ['requestId', 'code', 'error', 'stored', 'frames'],
  refused: ['requestId', 'code'],
  listening: [],
  operator: ['command', 'err'],
  sealed: ['reason', 'sentence'],
  opened: [],
  'certificate reloaded': [],
  'lines dropped': ['dropped'],
  'new keys': ['term'],
  'deleted secrets destroyed': ['purged'],
  'deleted agents removed from access lists': ['removed'],
};

type Line = Readonly<Record<string, unknown>>;

const folder = mkdtempSync(join(tmpdir(), 'vault-logs-'));
const dataDir = join(folder, 'data');
let vault: RunningVault;
let written = '';
let metrics = '';
const problems: { requestId: string; code: string }[] = [];
const lines = (): readonly Line[] =>
  written
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
const requests = () => lines().filter(({ msg }) => msg === 'request');

async function start(): Promise<void> {
  const write = (line: string) => {
    written += line;
  };
  vault = await serve({ dataDir, port: 0, handleSignals: false, log: { write } });
}

/** A request that contains the word in every part that a stranger chooses. */
async function ask(method: string, path: string, body?: unknown, key = adminKey()): Promise<unknown> {
  const answer = await fetch(vault.url + path, {
    method,
    headers: {
      'x-api-key': key,
      'user-agent': 'canary-agent',
      'if-match': '*',
      'x-forwarded-for': 'canary-forwarded',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const content = await answer.text();
  const json = content.startsWith('{') ? (JSON.parse(content) as Record<string, unknown>) : {};
  const { requestId, code } = json;
  if (typeof requestId === 'string' && typeof code === 'string') problems.push({ requestId, code });
  return json;
}

/** Bytes that no client library would send. */
async function sendRaw(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(vault.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.end(bytes);
  return text(socket);
}

const adminKey = () => readFileSync(join(dataDir, 'admin.key'), 'utf8').trim();

/** Successes, refusals, unreadable input, damage, and operator actions. */
async function liveThroughADay(): Promise<void> {
  const { accountId } = (await ask('GET', '/v1/me')) as { accountId: string };
  const account = `/v1/accounts/${accountId}`;
  const secret = { kind: 'single', value: 'canary-value', description: 'canary-description' };
  await ask('POST', `${account}/agents`, { agentId: 'canary-id', agentName: 'canary-name' });
  for (const name of ['canary-secret', 'canary-edited']) {
    await ask('POST', `${account}/secrets`, { name, ...secret, agentIds: ['canary-id'] });
  }
  const issued = { name: 'canary-token', role: 'agent', agentId: 'canary-id' };
  const { token } = (await ask('POST', `${account}/tokens`, issued)) as { token: string };
  const value = (name: string) => `/v1/agents/canary-id/secrets/${name}/value`;
  for (const name of ['canary-secret', 'canary-unknown', '%00canary']) {
    await ask('GET', value(name), undefined, token);
  }
  await ask('GET', `${account}/secrets?prefix=canary&cursor=canary`);
  await ask('GET', '/canary-nowhere?canary=canary');
  await ask('GET', '/v1/me', undefined, 'ags_admin_canarycanary');
  await ask('POST', `${account}/secrets`, '{"canary": canary');
  await ask('POST', `${account}/secrets`, { canary: 'canary' });
  await ask('POST', `${account}/secrets`, { name: 'c', kind: 'single', value: 'canary'.repeat(50_000) });
  await ask('PATCH', `${account}/secrets/canary-secret`, { value: 'canary-new' });
  await ask('DELETE', `${account}/secrets/canary-secret`);
  await ask('POST', '/v1/me/environment', { name: 'CANARY', value: 'canary' });
  await sendRaw('canary canary canary\r\n\r\n');
  await sendRaw('GET /v1/me HTTP/1.1\r\nhost: canary.example\r\nconnection: close\r\n\r\n');
  await sendRaw('PROPFIND /canary HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
  await operator.rotateKeys({ dataDir }, { what: 'term' }, () => undefined);
  editDatabase(dataDir, `update secrets set description = 'canary' where name = 'canary-edited'`);
  await ask('GET', value('canary-edited'), undefined, token);
  metrics = await (await fetch(`${vault.url}/metrics`)).text();
  await operator.sealRunning({ dataDir });
  await ask('GET', value('canary-secret'), undefined, token);
  await vault.close();
}

beforeAll(async () => {
  await start();
  await liveThroughADay();
}, 30_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the log of a vault', () => {
  it('has the listed fields, and no other', () => {
    const unlisted = lines().flatMap((line) => {
      const allowed = new Set([...always, ...(fields[String(line['msg'])] ?? [])]);
      const found = Object.keys(line).filter((field) => !allowed.has(field));
      return Object.hasOwn(fields, String(line['msg'])) ? found : [String(line['msg'])];
    });
    expect(unlisted).toEqual([]);
    expect(requests().length).toBeGreaterThan(10);
  });

  it('contains nothing of any request, and neither do the metrics', () => {
    for (const word of [/canary/i, /ags_/]) {
      expect(written).not.toMatch(word);
      expect(metrics).not.toMatch(word);
    }
  });

  it('names routes by their patterns, and every request by an id of its own', () => {
    const ids = requests().map(({ requestId }) => String(requestId));
    expect(ids.every((id) => /^[0-9a-f]{12}-[0-9a-z]+$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { route } of requests()) expect(route).toMatch(/^(none|\/[\w/:.()+-]*)$/);
  });

  it('contains the cause of a problem under the id in the answer', () => {
    const known = new Map(requests().map((line) => [line['requestId'], line]));
    expect(problems.length).toBeGreaterThan(5);
    for (const { requestId } of problems) expect(known.get(requestId)).toBeDefined();
    const failed = problems.filter(({ code }) => code === 'InternalError');
    expect(failed).toHaveLength(1);
    const line = lines().find(({ msg }) => msg === 'failed');
    expect(line).toMatchObject({ requestId: failed[0]?.requestId, error: 'IntegrityError' });
  });
});

describe('the metrics of a vault', () => {
  it('have no labels that a sender can choose', () => {
    const values = (label: string) =>
      new Set([...metrics.matchAll(new RegExp(`${label}="([^"]*)"`, 'g'))].map(([, value]) => String(value)));
    expect([...values('method')].toSorted()).toEqual(['DELETE', 'GET', 'PATCH', 'POST', 'other']);
    for (const route of values('route')) expect(route).toMatch(/^(none|\/[\w/:.()+-]*)$/);
    expect([...values('kind')].toSorted()).toEqual(['change', 'read']);
    expect(values('code')).toEqual(new Set(Object.keys(problemKinds)));
    expect(values('reason')).toEqual(new Set(Object.keys(sealSentences)));
    const labels = new Set([...metrics.matchAll(/(\w+)="/g)].map(([, label]) => String(label)));
    expect([...labels].toSorted()).toEqual(['code', 'kind', 'le', 'method', 'reason', 'route', 'status']);
  });
});
