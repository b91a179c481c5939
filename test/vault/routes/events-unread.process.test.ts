import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
let port: number;
let clients: Socket[];
beforeEach(async () => {
  test = await openTestVault();
  port = Number(new URL(await test.app.listen({ port: 0, host: '127.0.0.1' })).port);
  clients = [];
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  await test.close();
});

/** A program that follows the changes, and reads nothing but the greeting. */
async function followUnread(): Promise<{ stream: ServerResponse; id: string }> {
  const issued = await test.send({
    method: 'POST',
    url: '/v1/accounts/acc_test/tokens',
    key: test.adminKey,
    body: { name: 'watch', role: 'author' },
  });
  const { token, id } = issued.json as { token: string; id: string };
  const answering = once(test.app.server, 'request');
  const client = connect(port, '127.0.0.1').on('error', () => undefined);
  clients.push(client);
  client.write(`GET /v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\n\r\n`);
  await once(client, 'data');
  client.pause();
  const [, stream] = (await answering) as [unknown, ServerResponse];
  return { stream, id };
}

/** Enough to fill the system's buffer of a connection, until `isEnough`. */
async function changeMuch(isEnough: () => boolean): Promise<void> {
  const names = Array.from({ length: 1000 }, (_, index) => `${'n'.repeat(250)}${String(index)}`);
  for (let count = 0; count < 200 && !isEnough(); count += 1) {
    await test.vault.storage.transact((tx) => tx.appendEvent('acc_test', { type: 'catalog-changed', names }));
    await sleep(5);
  }
  // A busy vault sends them later.
  for (let wait = 0; wait < 3000 && !isEnough(); wait += 1) await sleep(10);
}

async function streams(): Promise<string | undefined> {
  const { payload } = await test.app.inject({ url: '/metrics', headers: { host: 'localhost' } });
  return /event_streams (\d+)/.exec(payload)?.[1];
}

it('a program that does not read is cut off, and frees its place', async () => {
  const { stream } = await followUnread();
  expect(await streams()).toBe('1');
  await changeMuch(() => stream.destroyed);
  expect([stream.destroyed, await streams()]).toEqual([true, '0']);
});

it('a program with a revoked key frees its place, and is cut off when it does not read', async () => {
  const { stream, id } = await followUnread();
  await changeMuch(() => stream.writableLength > 0);
  expect(stream.writableLength).toBeGreaterThan(0);
  const url = `/v1/accounts/acc_test/tokens/${id}`;
  expect((await test.send({ method: 'DELETE', url, key: test.adminKey })).status).toBe(204);
  await test.addAgents('A');
  for (let wait = 0; wait < 100 && (await streams()) !== '0'; wait += 1) await sleep(10);
  expect([await streams(), stream.destroyed]).toEqual(['0', false]);
  for (let wait = 0; wait < 600 && !stream.destroyed; wait += 1) await sleep(10);
  expect(stream.destroyed).toBe(true);
});
