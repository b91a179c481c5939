import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestVault, secretUrl, start, type TestVault, valueUrl } from '../support/test-vault.ts';

let test: TestVault;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('BOOKING', 'SUPPORT');
});
afterAll(() => test.close());

const url = '/v1/accounts/acc_test/secrets';
const create = (body: unknown) => test.send({ method: 'POST', url, key: test.adminKey, body });
const secret = (more: object) => ({
  name: 'stripe_api_key',
  kind: 'single',
  value: 'not-a-real-key',
  ...more,
});

describe('creating a secret', () => {
  it('answers with everything but the value', async () => {
    const answer = await create({
      name: 'salesforce',
      kind: 'key_value',
      value: { client_secret: 'not-a-real-1', client_id: 'not-a-real-2' },
      description: 'CRM',
      agentIds: ['SUPPORT', 'BOOKING', 'SUPPORT'],
    });
    const at = new Date(start).toISOString();
    expect(answer).toMatchObject({
      status: 201,
      json: {
        name: 'salesforce',
        kind: 'key_value',
        fields: ['client_secret', 'client_id'],
        description: 'CRM',
        agentIds: ['BOOKING', 'SUPPORT'],
        version: 1,
        createdAt: at,
        updatedAt: at,
      },
    });
    expect(answer.text).not.toContain('not-a-real');
  });

  it('is refused with a credential as a name, a description or a field name, which it does not repeat', async () => {
    const credential = ['sk', 'live', '51NotARealKey'].join('_');
    const sent = [
      secret({ name: credential }),
      secret({ name: 'harmless', description: `The key is ${credential}` }),
      { name: 'harmless', kind: 'key_value', value: { [credential]: 'not-a-real-key' } },
    ];
    for (const body of sent) {
      const answer = await create(body);
      expect(answer).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
      expect(answer.text).toContain('looks like a credential');
      expect(answer.text).not.toContain(credential);
    }
    const log = await test.vault.storage.auditAfter(0, 10_000);
    expect(JSON.stringify(log)).not.toContain(credential);
  });

  it('is refused when the name is taken', async () => {
    await create(secret({ name: 'taken' }));
    expect(await create(secret({ name: 'taken' }))).toMatchObject({
      status: 409,
      json: { code: 'NameTaken' },
    });
  });

  it.each([
    'mcp-secret',
    'Salesforce API Credentials',
    'a/b',
    'ключ',
    '秘密 🔑',
    '100%',
    "x'; drop table secrets; --",
    'a?b=c#d',
    '%2e%2e',
    '__proto__',
    'n'.repeat(128),
    '秘'.repeat(128),
  ])('accepts the name %j and finds it again', async (name) => {
    expect(await create(secret({ name }))).toMatchObject({ status: 201 });
    const found = await test.send({ url: secretUrl(name), key: test.adminKey });
    expect(found).toMatchObject({ status: 200, json: { name } });
    const access = await test.send({ url: secretUrl(name, '/access'), key: test.adminKey });
    expect(access).toMatchObject({ status: 200, json: { name } });
  });

  it.each([
    ['no name', { name: '' }],
    ['a long name', { name: 'n'.repeat(129) }],
    ['space around the name', { name: ' x' }],
    ['a line break in the name', { name: 'a\nb' }],
    ['a name no address can hold', { name: '..' }],
    ['an empty value', { value: '' }],
    ['a value with U+0000', { value: 'a\0b' }],
    ['half of a character', { value: 'a\ud800' }],
    ['an empty field', { kind: 'key_value', value: { id: 'x', key: '' } }],
    ['a field with U+0000', { kind: 'key_value', value: { id: 'a\0' } }],
    ['no value', { value: undefined }],
    ['a number as value', { value: 7 }],
    ['fields for a single', { value: { a: 'b' } }],
    ['a text for key/value', { kind: 'key_value' }],
    ['no fields', { kind: 'key_value', value: {} }],
    ['a field without name', { kind: 'key_value', value: { '': 'x' } }],
    ['a field with a line break', { kind: 'key_value', value: { 'a\nb': 'x' } }],
    [
      'too many fields',
      {
        kind: 'key_value',
        value: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`f${String(n)}`, 'x'])),
      },
    ],
    ['an unknown kind', { kind: 'other' }],
    ['a long description', { description: 'd'.repeat(1001) }],
    ['an agent the account does not have', { agentIds: ['NOBODY'] }],
    ['an unknown property', { extra: 1 }],
  ])('is refused with %s', async (_what, more) => {
    expect(await create(secret(more))).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
  });

  it.each([
    ['an empty value', { value: '' }, 'value in the body must NOT have fewer than 1 characters.'],
    [
      'an empty field',
      { kind: 'key_value', value: { id: 'x', key: '' } },
      'value in the body must NOT have fewer than 1 characters.',
    ],
  ])('says what is wrong with %s', async (_what, more, detail) => {
    expect(await create(secret(more))).toMatchObject({ json: { detail } });
  });

  it.each([' ', '\n', '\t \r\n', ' x ', '\ufeff', 'x\n'])('stores %j unchanged', async (value) => {
    const name = `spaces ${Buffer.from(value).toString('hex')}`;
    const agentId = 'BOOKING';
    expect(await create(secret({ name, value, agentIds: [agentId] }))).toMatchObject({ status: 201 });
    const key = await test.issue('agent', { agentId });
    expect(await test.send({ url: valueUrl(agentId, name), key })).toMatchObject({ json: { value } });
  });

  it('counts the size of a value in bytes', async () => {
    expect(await create(secret({ name: 'fits', value: 'é'.repeat(32_768) }))).toMatchObject({ status: 201 });
    const large = await create(secret({ name: 'large', value: 'é'.repeat(32_769) }));
    expect(large).toMatchObject({ status: 413, json: { code: 'TooLarge' } });
    const huge = await create(secret({ name: 'huge', value: 'x'.repeat(300_000) }));
    expect(huge).toMatchObject({ status: 413, json: { code: 'TooLarge' } });
  });
});

describe('listing', () => {
  it('goes through pages in the order of names', async () => {
    const few = await openTestVault();
    for (const name of ['c', 'a', 'b', 'ä']) await few.addSecret(name, 'not-a-real-key');
    const names: string[] = [];
    for (let cursor = ''; ;) {
      const page = await few.send({ url: `${url}?limit=3${cursor}`, key: few.adminKey });
      const { secrets, nextCursor } = page.json as { secrets: { name: string }[]; nextCursor?: string };
      names.push(...secrets.map(({ name }) => name));
      if (nextCursor === undefined) break;
      cursor = `&cursor=${nextCursor}`;
    }
    await few.close();
    expect(names).toEqual(['a', 'b', 'c', 'ä']);
  });

  it.each(['0', '1001', '-1', '1e3', 'x'])('is refused with the limit %s', async (limit) => {
    const answer = await test.send({ url: `${url}?limit=${limit}`, key: test.adminKey });
    expect(answer).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
  });
});
