import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestVault, secretUrl, tagOf, type TestVault, valueUrl } from '../support/test-vault.ts';

let test: TestVault;
let key: string;
let name: string;
let count = 0;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  await test.addSecret('replacement', 'not-a-real-key');
  key = await test.issue('agent', { agentId: 'A' });
});
beforeEach(async () => {
  name = `secret-${String((count += 1))}`;
  await test.addSecret(name, 'not-a-real-1', ['A']);
});
afterAll(() => test.close());

/** Based on this revision of the secret. */
const decided = (revision: number) => tagOf(test, name, revision);
const change = (body: unknown, match?: string) =>
  test.send({
    method: 'PATCH',
    url: secretUrl(name),
    key: test.adminKey,
    body,
    headers: match === undefined ? {} : { 'if-match': match },
  });
const describeSecret = () => test.send({ url: secretUrl(name), key: test.adminKey });
const read = () => test.send({ url: valueUrl('A', name), key });
const lastEntry = async () => (await test.vault.storage.auditAfter(0, 10_000)).at(-1);

describe('changing a secret', () => {
  it('is refused with a credential as the description or a new field name, which it does not repeat', async () => {
    const credential = ['sk', 'live', '51NotARealKey'].join('_');
    const described = await change({ description: credential }, await decided(1));
    expect(described).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
    await test.addSecret(`${name}-fields`, { a: 'not-a-real-1' });
    const fields = await test.send({
      method: 'PATCH',
      url: secretUrl(`${name}-fields`),
      key: test.adminKey,
      body: { fields: { set: { [credential]: 'x' } } },
      headers: { 'if-match': await tagOf(test, `${name}-fields`, 1) },
    });
    expect(fields).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
    expect(`${described.text} ${fields.text}`).not.toContain(credential);
  });

  it('gives it a new value, which the very next read gets', async () => {
    const changed = await change({ value: 'not-a-real-2' }, await decided(1));
    expect(changed).toMatchObject({ status: 200, json: { version: 2, revision: 2 } });
    expect(changed.headers['etag']).toBe(await decided(2));
    expect(changed.text).not.toContain('not-a-real');
    expect(await read()).toMatchObject({ json: { version: 2, value: 'not-a-real-2' } });
    expect(await lastEntry()).toMatchObject({ action: 'value.read', version: 2 });
  });

  it.each(['', {}, undefined])('keeps the value when the new one is %j', async (value) => {
    const changed = await change({ value, description: 'new' }, await decided(1));
    expect(changed).toMatchObject({ status: 200, json: { version: 1, revision: 2, description: 'new' } });
    expect(await read()).toMatchObject({ json: { version: 1, value: 'not-a-real-1' } });
  });

  it.each(['', {}])('is refused when it is the empty value %j and nothing else', async (value) => {
    expect(await change({ value }, await decided(1))).toMatchObject({
      status: 400,
      json: {
        code: 'InvalidInput',
        detail:
          'The value is empty, which keeps the stored one: nothing would change. Send a value, or delete the secret.',
      },
    });
    expect(await lastEntry()).toMatchObject({ action: 'secret.change', decision: 'denied' });
    expect(await read()).toMatchObject({ json: { version: 1, value: 'not-a-real-1' } });
  });

  it('keeps everything that is not named', async () => {
    await change({ description: 'kept' }, await decided(1));
    await change({ value: 'not-a-real-2' }, await decided(2));
    expect(await describeSecret()).toMatchObject({
      json: { description: 'kept', agentIds: ['A'], version: 2, revision: 3 },
    });
  });

  it('needs a precondition', async () => {
    expect(await change({ description: 'x' })).toMatchObject({ status: 428 });
  });

  it.each(['"x"', '"1"', '1', ''])('is refused when based on %j, and changes nothing', async (match) => {
    const before = await describeSecret();
    const refused = await change({ value: 'not-a-real-2', description: 'x' }, match);
    expect(refused).toMatchObject({ status: 412, json: { code: 'VersionConflict' } });
    expect((await describeSecret()).json).toEqual(before.json);
    expect(await read()).toMatchObject({ json: { version: 1, value: 'not-a-real-1' } });
  });

  it('lets one of two users who started from the same revision win, completely', async () => {
    const answers = await Promise.all([
      change({ value: 'not-a-real-2', description: 'two' }, await decided(1)),
      change({ value: 'not-a-real-3', description: 'three' }, await decided(1)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 412]);
    expect(await describeSecret()).toMatchObject({ json: { description: 'two', version: 2 } });
    expect(await read()).toMatchObject({ json: { value: 'not-a-real-2' } });
  });

  it('accepts a wildcard as the precondition', async () => {
    await change({ description: 'x' }, await decided(1));
    expect(await change({ value: 'not-a-real-2' }, '*')).toMatchObject({
      status: 200,
      json: { revision: 3 },
    });
  });

  it('to its current state changes nothing', async () => {
    expect(await change({ description: '' }, await decided(1))).toMatchObject({
      status: 200,
      json: { revision: 1 },
    });
    expect(await change({ deprecated: null }, await decided(1))).toMatchObject({
      status: 200,
      json: { revision: 1 },
    });
  });

  it('notifies editors and the audit log, without the value', async () => {
    const seq = await test.vault.storage.lastEventSeq();
    await change({ value: 'not-a-real-2' }, await decided(1));
    const events = await test.vault.storage.eventsAfter('acc_test', seq);
    expect(events?.map(({ event }) => event)).toEqual([{ type: 'catalog-changed', names: [name] }]);
    const entry = await lastEntry();
    expect(entry).toMatchObject({ action: 'secret.rotate', secretName: name, version: 2, revision: 2 });
    expect(JSON.stringify(entry)).not.toContain('not-a-real');
  });

  it.each([
    ['fields for a text', { value: { a: 'not-a-real-2' } }],
    ['a number', { value: 7 }],
    ['half a character', { description: '\ud800' }],
    ['a character no text has', { description: 'a\0b' }],
    ['a long description', { description: 'd'.repeat(1001) }],
    ['a new name', { name: 'other' }],
    ['a replacement that does not exist', { deprecated: { replacement: 'nothing' } }],
    ['no object', { deprecated: true }],
  ])('is refused with %s', async (_what, body) => {
    expect(await change(body, await decided(1))).toMatchObject({
      status: 400,
      json: { code: 'InvalidInput' },
    });
    expect(await describeSecret()).toMatchObject({ json: { revision: 1 } });
  });

  it('of a secret that does not exist is refused', async () => {
    name = 'nothing';
    expect(await change({ description: 'x' }, '*')).toMatchObject({
      status: 404,
      json: { code: 'SecretNotFound' },
    });
  });
});

describe('deprecating a secret', () => {
  it('names its replacement, in lists and catalogs, and can be undone', async () => {
    const changed = await change({ deprecated: { replacement: 'replacement' } }, await decided(1));
    expect(changed).toMatchObject({ json: { deprecated: { replacement: 'replacement' } } });
    expect(await lastEntry()).toMatchObject({ action: 'secret.deprecate', revision: 2 });
    const catalog = await test.send({ url: '/v1/agents/A/catalog', key });
    const { secrets } = catalog.json as { secrets: { name: string; deprecated?: object }[] };
    const entry = secrets.find((secret) => secret.name === name);
    expect(entry?.deprecated).toEqual({ replacement: 'replacement' });
    expect(await read()).toMatchObject({ status: 200 });
    const back = await change({ deprecated: null }, await decided(2));
    expect(back.json).not.toHaveProperty('deprecated');
  });

  it('needs no replacement, but never itself', async () => {
    expect(await change({ deprecated: { replacement: name } }, await decided(1))).toMatchObject({
      status: 400,
    });
    expect(await change({ deprecated: {} }, await decided(1))).toMatchObject({
      status: 200,
      json: { deprecated: {} },
    });
  });
});
