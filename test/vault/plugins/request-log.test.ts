import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestVault, type TestVault } from '../support/test-vault.ts';

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
});
afterEach(() => test.close());

const refused = async (remoteAddress: string): Promise<string> => {
  const headers = { host: 'localhost', 'x-api-key': 'not-a-real-key' };
  const answer = await test.app.inject({ url: '/v1/me', remoteAddress, headers });
  return answer.json<{ requestId: string }>().requestId;
};

const lines = () =>
  test.log
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    .filter(({ msg }) => msg === 'request');

it('one sender of refused requests does not fill the log, and hides no other in it', async () => {
  for (let count = 0; count < 400; count += 1) await refused('192.0.2.1');
  expect(lines().length).toBeGreaterThanOrEqual(100);
  expect(lines().length).toBeLessThan(400);
  const other = await refused('192.0.2.2');
  expect(lines().at(-1)).toMatchObject({ requestId: other });
  const unlogged = lines().reduce((sum, line) => sum + Number(line['unlogged'] ?? 0), 0);
  expect(lines().length + unlogged).toBe(401);
});

it('successful requests have a line each', async () => {
  const before = lines().length;
  await test.addAgents(...Array.from({ length: 700 }, (_, index) => `A${String(index)}`));
  expect(lines().length).toBe(before + 700);
});
