import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LogStream, streamLog } from '../../../vault/stream/stream-log.ts';
import { openStreamPlace } from '../../../vault/stream/place.ts';
import { streamPosition } from '../../../vault/stream/position.ts';
import { editDatabase } from '../support/edit-database.ts';
import { openTestVault, type TestVault, valueUrl } from '../support/test-vault.ts';
import { parseSyslog, startSyslog, type SyslogReceiver } from './receivers.ts';

let test: TestVault;
let streams: LogStream[];
let warnings: unknown[];
beforeEach(async () => {
  test = await openTestVault();
  streams = [];
  warnings = [];
  await test.addAgents('A');
  await test.addSecret('schlüssel', 'not-a-real-key', ['A']);
});
afterEach(async () => {
  await Promise.all(streams.map((stream) => stream.stop()));
  await test.close();
});

const log = {
  info: () => undefined,
  warn: (...line: unknown[]) => void warnings.push(line),
};

function begin(setting: string, env: NodeJS.ProcessEnv = {}): LogStream {
  const position = streamPosition(join(test.directory, 'audit-stream.json'), setting);
  const stream = streamLog(test.vault, openStreamPlace(setting, env), position, log);
  streams.push(stream);
  return stream;
}

async function seqs(): Promise<number[]> {
  return (await test.vault.storage.auditAfter(0, 10_000)).map(({ seq }) => seq);
}

const patience = { timeout: 20_000, interval: 20 };

async function read(times: number): Promise<void> {
  const key = await test.issue('agent', { agentId: 'A' });
  for (let left = times; left > 0; left -= 1) await test.send({ url: valueUrl('A', 'none'), key });
}

describe('a file', () => {
  const path = () => join(test.directory, 'stream.jsonl');
  const lines = () => (existsSync(path()) ? readFileSync(path(), 'utf8').trimEnd().split('\n') : []);
  const got = () =>
    lines().flatMap((line) => (line.endsWith('}') ? [(JSON.parse(line) as { seq: number }).seq] : []));

  it('gets every entry once, including those written while no vault ran', async () => {
    const stream = begin(path());
    await vi.waitFor(async () => expect(got()).toEqual(await seqs()), patience);
    await stream.stop();
    await read(3);
    expect(got().length).toBeLessThan((await seqs()).length);
    begin(path());
    await vi.waitFor(async () => expect(got()).toEqual(await seqs()), patience);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(lines().join()).not.toContain(test.adminKey);
  });

  it('gets no entry that was written directly into the database, and misses none because of it', async () => {
    begin(path());
    await vi.waitFor(async () => expect(got()).toEqual(await seqs()), patience);
    editDatabase(
      test.directory,
      `create temp table forged as select * from audit where seq = 2;
      update forged set seq = 1000000;
      insert into audit select * from forged`,
    );
    const seen = () => got().includes(1_000_000) || warnings.length > 0;
    await vi.waitFor(() => expect(seen()).toBe(true), patience);
    expect(got()).not.toContain(1_000_000);
    expect(JSON.stringify(warnings)).toContain('audit verify');
    editDatabase(test.directory, 'delete from audit where seq = 1000000');
    await read(3);
    await vi.waitFor(async () => expect(got()).toEqual(await seqs()), patience);
  });

  it('can be rotated by renaming it', async () => {
    begin(path());
    await vi.waitFor(() => expect(got().length).toBeGreaterThan(0), patience);
    const before = got();
    renameSync(path(), `${path()}.1`);
    await read(1);
    await vi.waitFor(async () => expect([...before, ...got()]).toEqual(await seqs()), patience);
  });

  it('continues after a line that a power cut left incomplete', async () => {
    appendFileSync(path(), '{"seq":1,"acc');
    begin(path());
    await vi.waitFor(async () => expect(got()).toEqual(await seqs()), patience);
  });
});

describe('a syslog receiver', () => {
  let receiver: SyslogReceiver;
  afterEach(() => receiver.close());
  const got = () => receiver.messages.map(({ message }) => (JSON.parse(message) as { seq: number }).seq);

  it.each(['tcp', 'unix'])('gets every entry over %s, in the format of RFC 5424', async (kind) => {
    const path = join(test.directory, 'log.sock');
    receiver = await startSyslog(kind === 'unix' ? { path } : {});
    await read(1);
    begin(kind === 'unix' ? `syslog+unix:${path}` : `syslog+tcp://127.0.0.1:${String(receiver.port)}`);
    await vi.waitFor(async () => expect(got()).toEqual(await seqs()), patience);
    expect(receiver.messages.at(-1)).toMatchObject({
      facility: 13,
      severity: 4,
      timestamp: '2026-01-01T00:00:00.000Z',
      appName: 'agent-secrets',
      procId: String(process.pid),
      messageId: 'value.read',
      structuredData: '-',
    });
    const names = receiver.messages.map(
      ({ message }) => (JSON.parse(message) as { secretName?: string }).secretName,
    );
    expect(names).toContain('schlüssel');
  });

  it('that cuts connections loses nothing', async () => {
    receiver = await startSyslog();
    receiver.mode = 'cut';
    const stream = begin(`syslog+tcp://127.0.0.1:${String(receiver.port)}`);
    await vi.waitFor(() => expect(warnings).toHaveLength(1), patience);
    expect(stream.sent).toBe(0);
    receiver.mode = 'take';
    await vi.waitFor(async () => expect(got()).toEqual(await seqs()), patience);
    expect(warnings).toHaveLength(1);
  });

  it('over UDP gets every entry in a datagram, a very long one without its lists', async () => {
    receiver = await startSyslog();
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const datagrams: string[] = [];
    socket.on('message', (message) => void datagrams.push(message.toString()));
    const { appendEntry } = await import('../../../vault/domain/audit/audit.ts');
    const granted = Array.from({ length: 3000 }, (_, index) => `agent-with-a-long-name-${String(index)}`);
    const actor = { accountId: 'acc_test', actorId: 'x', actorRole: 'vault', requestId: 'r' } as const;
    await test.vault.storage.transact((tx) =>
      appendEntry(test.vault, tx, actor, { action: 'access.change', granted }, undefined),
    );
    begin(`syslog+udp://127.0.0.1:${String(socket.address().port)}`);
    await vi.waitFor(async () => expect(datagrams).toHaveLength((await seqs()).length), patience);
    const last = JSON.parse(parseSyslog(datagrams.at(-1) ?? '').message) as object;
    expect(last).toMatchObject({ action: 'access.change', granted: [], shortened: true });
    socket.close();
  });
});

describe('an HTTP address', () => {
  let server: ReturnType<typeof createServer>;
  let url: string;
  let hanging: boolean;
  let status: number;
  let bodies: string[];
  let headers: IncomingMessage['headers'][];
  beforeEach(async () => {
    [hanging, status, bodies, headers] = [false, 200, [], []];
    server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/audit?stream=1`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (hanging) return;
    let body = '';
    for await (const chunk of request) body += String(chunk);
    headers.push(request.headers);
    if (status === 200) bodies.push(body);
    response.writeHead(status).end();
  }
  const got = () =>
    bodies.flatMap((body) =>
      body
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { seq: number }).seq),
    );

  it('gets every entry in order, with the token that the environment names', async () => {
    await read(520);
    begin(url, { AGENT_SECRETS_AUDIT_STREAM_TOKEN: 'not-a-real-token' });
    await vi.waitFor(async () => expect(got()).toEqual(await seqs()), patience);
    expect(bodies.length).toBeGreaterThan(1);
    expect(headers[0]).toMatchObject({
      'content-type': 'application/x-ndjson',
      authorization: 'Bearer not-a-real-token',
    });
    expect(JSON.stringify(warnings)).not.toContain('not-a-real-token');
  });

  it('that fails is retried, and catches up', async () => {
    status = 500;
    const stream = begin(url);
    await vi.waitFor(() => expect(warnings).toHaveLength(1), patience);
    expect(JSON.stringify(warnings)).toContain('answered 500');
    expect(JSON.stringify(warnings)).not.toContain('stream=1');
    await read(2);
    await vi.waitFor(async () => expect(stream.behind).toBe((await seqs()).length), patience);
    status = 200;
    await vi.waitFor(async () => expect(got()).toEqual(await seqs()), patience);
    await vi.waitFor(() => expect(stream.behind).toBe(0), patience);
  });

  it('that hangs delays no request, and the vault still stops', async () => {
    hanging = true;
    const stream = begin(url);
    await read(50);
    expect(stream.sent).toBe(0);
    await stream.stop();
    expect(stream.sent).toBe(0);
  });
});

it.each([
  'http://example.com/',
  'syslog+tcp://example.com',
  'syslog+tcp://me:x@example.com:514',
  'ftp://x/',
  'here',
])('%s is not a place for a stream', (setting) => {
  expect(() => openStreamPlace(setting)).toThrow('The audit stream must go to');
});
