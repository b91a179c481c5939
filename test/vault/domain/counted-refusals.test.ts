import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordDecision } from '../../../vault/domain/audit/audit.ts';
import { recordWithoutKey } from '../../../vault/domain/audit/record-anonymous.ts';
import { authenticate } from '../../../vault/domain/authentication/authenticate.ts';
import type { Caller } from '../../../vault/domain/callers/caller.ts';
import { ProblemError } from '../../../vault/errors/errors.ts';
import { openTestVault, type TestVault, valueUrl } from '../support/test-vault.ts';

const account = '/v1/accounts/acc_test';
const million = 1_000_000;

let test: TestVault;
beforeEach(async () => {
  test = await openTestVault();
  await test.addAgents('A');
});
afterEach(() => test.close());

const entries = async () =>
  (await test.vault.storage.auditAfter(0, 100_000)).filter(({ action }) => action.startsWith('token.use'));
const periodEnds = () => test.vault.refusals.writeCounts();
const me = (key: string) => test.send({ url: '/v1/me', key });

async function issued(fields: object = {}): Promise<{ id: string; token: string }> {
  const body = { name: 'key', role: 'agent', agentId: 'A', ...fields };
  const { json } = await test.send({ method: 'POST', url: `${account}/tokens`, key: test.adminKey, body });
  return json as { id: string; token: string };
}

async function revoked(): Promise<{ id: string; token: string }> {
  const key = await issued();
  await test.send({ method: 'DELETE', url: `${account}/tokens/${key.id}`, key: test.adminKey });
  return key;
}

describe('a key that was revoked', () => {
  it('is logged immediately when it is used, and with the number of its uses after that', async () => {
    const { id, token } = await revoked();
    for (let use = 0; use < 500; use += 1) expect(await me(token)).toMatchObject({ status: 401 });
    const first = { action: 'token.use', actorId: id, decision: 'denied', code: 'CredentialExpired' };
    expect(await entries()).toMatchObject([first]);
    await periodEnds();
    expect(await entries()).toMatchObject([first, { ...first, action: 'token.uses-refused', version: 499 }]);
    const { json } = await test.send({ url: `${account}/audit-events?actorId=${id}`, key: test.adminKey });
    expect(json).toMatchObject({
      events: [{ action: 'token.uses-refused', count: 499 }, { action: 'token.use' }],
    });
    expect((json as { events: object[] }).events[0]).not.toHaveProperty('version');
  });

  it('is counted from its first use on when it has read a value before', async () => {
    await test.addSecret('db', 'not-a-real-key', ['A']);
    const { id, token } = await issued();
    const read = () => test.send({ url: valueUrl('A', 'db'), key: token });
    for (const _ of [1, 2]) expect(await read()).toMatchObject({ status: 200 });
    await test.send({ method: 'DELETE', url: `${account}/tokens/${id}`, key: test.adminKey });
    for (let use = 0; use < 5; use += 1)
      expect(await read()).toMatchObject({ status: 401, json: { code: 'CredentialExpired' } });
    await periodEnds();
    const reads = (await test.vault.storage.auditAfter(0, 1_000)).filter(
      ({ action, decision }) => action === 'value.read' && decision !== 'allowed',
    );
    expect(reads).toEqual([]);
    expect((await entries()).map(({ version }) => version)).toEqual([null, 4]);
  });

  it('has one entry per period for as long as it is used, and a first one again after a pause', async () => {
    const { token } = await revoked();
    for (let period = 0; period < 3; period += 1) {
      for (let use = 0; use < 10; use += 1) await me(token);
      await periodEnds();
    }
    await periodEnds();
    expect((await entries()).map(({ version }) => version)).toEqual([null, 9, 10, 10]);
    await me(token);
    expect((await entries()).map(({ version }) => version)).toEqual([null, 9, 10, 10, null]);
  });

  it('hides no other key, and no other reason', async () => {
    const [one, two] = [await revoked(), await revoked()];
    const elsewhere = await issued({ addresses: ['10.0.0.0/8'] });
    for (const { token } of [one, one, two, two, elsewhere, elsewhere]) await me(token);
    expect((await entries()).map(({ actorId, code }) => [actorId, code])).toEqual([
      [one.id, 'CredentialExpired'],
      [two.id, 'CredentialExpired'],
      [elsewhere.id, 'AddressNotAllowed'],
    ]);
    await periodEnds();
    expect((await entries()).slice(3).map(({ actorId, version }) => [actorId, version])).toEqual([
      [one.id, 1],
      [two.id, 1],
      [elsewhere.id, 1],
    ]);
  });

  it('continues to be counted when the count cannot be written', async () => {
    const { token } = await revoked();
    for (let use = 0; use < 3; use += 1) await me(token);
    const { transactReading } = test.vault.storage;
    Object.assign(test.vault.storage, { transactReading: () => Promise.reject(new Error('away')) });
    await expect(periodEnds()).rejects.toThrow('away');
    Object.assign(test.vault.storage, { transactReading });
    await me(token);
    await periodEnds();
    expect((await entries()).map(({ version }) => version)).toEqual([null, 3]);
  });
});

describe('an unknown key', () => {
  const from = (remoteAddress: string, key = 'ags_admin_unknown') =>
    test.app.inject({ url: '/v1/me', headers: { 'x-api-key': key }, remoteAddress });

  it('is counted for its sender, which in IPv6 is a network', async () => {
    for (const address of [
      '2001:db8::1',
      '2001:db8::2',
      '2001:db8:0:0:ffff::3',
      '2001:db8:0:1::1',
      '10.0.0.1',
      '10.0.0.2',
    ])
      await from(address);
    await periodEnds();
    expect((await entries()).map(({ address, version }) => [address, version])).toEqual([
      ['2001:db8::1', null],
      ['2001:db8:0:1::1', null],
      ['10.0.0.1', null],
      ['10.0.0.2', null],
      ['2001:db8:0:0:ffff::3', 2],
    ]);
  });

  it('rate limits its whole network, and no other one', async () => {
    const statuses: number[] = [];
    for (let host = 1; host <= 70; host += 1)
      statuses.push((await from(`2001:db8:5::${host.toString(16)}`)).statusCode);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect((await from('2001:db8:5:1::1')).statusCode).toBe(401);
  });

  it('is counted together with others when there are very many senders; no use is lost', async () => {
    for (let sender = 0; sender < 200; sender += 1) await from(`10.1.${String(sender)}.1`);
    await periodEnds();
    const written = await entries();
    expect(written).toHaveLength(65);
    expect(written.at(-1)).toMatchObject({ action: 'token.uses-refused', version: 136, address: null });
  });
});

describe('a million refused requests', () => {
  /** In an hour, as a vault receives them: a period of a minute ends 60 times. */
  async function refuse(one: (count: number) => Promise<void>): Promise<{ counted: number; bytes: number }> {
    const before = (await entries()).length;
    for (let count = 0; count < million; count += 1) {
      await one(count);
      if (count % Math.ceil(million / 60) === 0) await periodEnds();
    }
    await periodEnds();
    const written = (await entries()).slice(before);
    const counted = written.reduce((sum, { version }) => sum + (version ?? 1), 0);
    return { counted, bytes: Buffer.byteLength(JSON.stringify(written)) };
  }
  const problem = new ProblemError('CredentialExpired', 'Over.');
  const sender = { requestId: 'r', address: '2001:db8::1' };
  const writeForCrowd = (subject: Parameters<typeof recordDecision>[2]) =>
    recordWithoutKey(test.vault, 'acc_test', subject, sender, problem);

  it('with one revoked key cost less than 64 KiB of log an hour, and all are counted', async () => {
    const caller: Caller = await authenticate(test.vault, test.adminKey, 'r');
    const write = (subject: Parameters<typeof recordDecision>[2]) =>
      recordDecision(test.vault, caller, subject, problem);
    const { counted, bytes } = await refuse(() =>
      test.vault.refusals.record({ group: 'key', crowd: 'acc_test', write, writeForCrowd }),
    );
    expect(counted).toBe(million);
    expect(bytes).toBeLessThan(65_536);
  }, 60_000);

  it('of a thousand senders at a time cost less than 4 MiB of log an hour, and all are counted', async () => {
    const { counted, bytes } = await refuse((count) =>
      test.vault.refusals.record({
        group: `sender ${String(count % 1000)}`,
        crowd: 'unknown',
        write: writeForCrowd,
        writeForCrowd,
      }),
    );
    expect(counted).toBe(million);
    expect(bytes).toBeLessThan(4 * 2 ** 20);
  }, 60_000);
});
