import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IntegrityError } from '../../../vault/crypto/index.ts';
import { rootKeyOfSetting } from '../../../vault/root-keys/index.ts';
import { startFakeTransit, type FakeTransit } from '../support/fake-transit.ts';
import { holdsToTheContract } from './root-key-contract.ts';

const key = Buffer.alloc(32, 7);
let transit: FakeTransit;
beforeAll(async () => {
  transit = await startFakeTransit();
});
afterAll(() => transit.stop());
beforeEach(() => transit.reset());

const open = (name = 'agents', token = 'not-a-real-token') =>
  rootKeyOfSetting(`transit:${transit.url}/${name}?token=env:TOKEN`, {
    create: false,
    env: { TOKEN: token },
  });

describe('a key of Transit (a server of this test that speaks its API; no real OpenBao)', () => {
  holdsToTheContract(open);

  it('opens what an older version of the key wrapped, after the key was rotated there', async () => {
    const wrapped = await open().wrap(key, 'a');
    transit.rotate('agents');
    expect(await open().unwrap(wrapped, 'a')).toEqual(key);
    expect((await open().wrap(key, 'a')).toString()).toContain('vault:v2:');
  });

  it('rejects another key', async () => {
    const wrapped = await open().wrap(key, 'a');
    await expect(open('others').unwrap(wrapped, 'a')).rejects.toThrow(IntegrityError);
  });

  it.each([
    ['the token is refused', () => open('agents', 'other'), 'refused', 'rejects the token'],
    ['the key is not there', () => open('nowhere'), 'missing', 'does not have this key'],
  ])('says what is wrong when %s', async (_what, root, problem, sentence) => {
    const wrapped = await open().wrap(key, 'a');
    for (const work of [root().wrap(key, 'a'), root().unwrap(wrapped, 'a')]) {
      const error = await work.catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'RootKeyUnavailable', problem });
      expect(String(error)).toContain(sentence);
      expect(String(error)).not.toContain('not-a-real-token');
    }
  });

  it('says so when the service fails, answers rubbish or is unreachable', async () => {
    const wrapped = await open().wrap(key, 'a');
    transit.answerWith(503, '{}');
    await expect(open().unwrap(wrapped, 'a')).rejects.toThrow('returned an error (503)');
    transit.answerWith(200, 'rubbish');
    await expect(open().unwrap(wrapped, 'a')).rejects.toThrow('is not a key service');
    const unreachable = rootKeyOfSetting('transit:http://127.0.0.1:9/k?token=env:T', {
      create: false,
      env: { T: 'not-a-real-token' },
    });
    await expect(unreachable.unwrap(wrapped, 'a')).rejects.toMatchObject({ problem: 'away' });
  });

  it('does not follow a redirect of the service, which would receive the token', async () => {
    transit.answerWith(307, '', { location: `${transit.url}/v1/transit/encrypt/agents` });
    await expect(open().wrap(key, 'a')).rejects.toMatchObject({ problem: 'away' });
  });
});
