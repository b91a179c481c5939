import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import fastify from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UnreadAnswers } from '../../../vault/routes/catalog.ts';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let port: number;
const clients: Socket[] = [];
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  // Together larger than the system's send buffer.
  const description = 'x'.repeat(1000);
  for (let index = 0; index < 20; index += 1) {
    const names = Array.from({ length: 400 }, (_, at) => `S${String(index)}-${String(at)}`);
    await Promise.all(names.map((name) => add(name, description)));
  }
  port = Number(new URL(await test.app.listen({ port: 0, host: '127.0.0.1' })).port);
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  await test.close();
});

async function add(name: string, description: string): Promise<void> {
  const body = { name, kind: 'single', value: 'not-a-real-key', description, agentIds: ['A'] };
  const url = '/v1/accounts/acc_test/secrets';
  expect((await test.send({ method: 'POST', url, key: test.adminKey, body })).status).toBe(201);
}

/** Requests the catalog and reads only its beginning. */
async function ask(key: string): Promise<{ status: string; socket: Socket }> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  clients.push(socket);
  socket.write(`GET /v1/agents/A/catalog HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: ${key}\r\n\r\n`);
  const [start] = (await once(socket, 'data')) as [Buffer];
  socket.pause();
  return { status: start.toString('latin1', 9, 12), socket };
}

it('one key leaves at most 16 catalogs unread, and gets its places back when it disconnects', async () => {
  const key = await test.issue('author');
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(key)));
  const count = (wanted: string) => answers.filter(({ status }) => status === wanted).length;
  expect([count('200'), count('429')]).toEqual([16, 4]);
  expect((await ask(await test.issue('author'))).status).toBe('200');
  for (const { socket } of answers) socket.destroy();
  let again = await ask(key);
  for (let attempt = 0; attempt < 200 && again.status !== '200'; attempt += 1) again = await ask(key);
  expect(again.status).toBe('200');
});

it('an answer that is not read is eventually aborted', async () => {
  const app = fastify();
  const unread = new UnreadAnswers(0);
  app.get('/', (_request, reply) => unread.send('key', reply, [Buffer.alloc(32 * 2 ** 20)]));
  try {
    const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    const answering = once(app.server, 'request') as Promise<[unknown, ServerResponse]>;
    const socket = connect(Number(address.port), '127.0.0.1')
      .on('error', () => undefined)
      .pause();
    clients.push(socket);
    socket.write('GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
    const [, answer] = await answering;
    await once(answer, 'close');
    expect([answer.destroyed, answer.writableFinished]).toEqual([true, false]);
  } finally {
    await app.close();
  }
});
