import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../contracts/secret.ts';
import { openTestVault, secretUrl, tagOf, type TestVault, valueUrl } from '../support/test-vault.ts';

let test: TestVault;
let key: string;
let name: string;
let count = 0;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('A');
  key = await test.issue('agent', { agentId: 'A' });
});
beforeEach(async () => {
  name = `crm-${String((count += 1))}`;
  await test.addSecret(name, { client_id: 'not-a-real-id', client_secret: 'not-a-real-1' }, ['A']);
});
afterAll(() => test.close());

/** Based on this revision of the secret. */
const change = async (body: unknown, revision = 1) =>
  test.send({
    method: 'PATCH',
    url: secretUrl(name),
    key: test.adminKey,
    body,
    headers: { 'if-match': await tagOf(test, name, revision) },
  });
const valueNow = async () => (await test.send({ url: valueUrl('A', name), key })).json;
const lastEntry = async () => (await test.vault.storage.auditAfter(0, 10_000)).at(-1);

describe('single fields of a key/value secret', () => {
  it('are replaced, added and removed without sending the others', async () => {
    const changed = await change({
      fields: { set: { client_secret: 'not-a-real-2', tenant: 'not-a-real-tenant' } },
    });
    expect(changed).toMatchObject({ status: 200, json: { version: 2, revision: 2 } });
    expect(changed.json).toMatchObject({ fields: ['client_id', 'client_secret', 'tenant'] });
    expect(changed.text).not.toContain('not-a-real');
    expect(await lastEntry()).toMatchObject({ action: 'secret.rotate', version: 2 });
    await change({ fields: { remove: ['client_id'] } }, 2);
    expect(await valueNow()).toMatchObject({
      version: 3,
      value: { client_secret: 'not-a-real-2', tenant: 'not-a-real-tenant' },
    });
  });

  it('may have any name', async () => {
    await change(JSON.parse('{"fields":{"set":{"constructor":"not-a-real-2"}}}'));
    expect(await valueNow()).toMatchObject({ value: { constructor: 'not-a-real-2' } });
  });

  it.each([{}, { set: {} }, { remove: [] }, { set: {}, remove: [] }])(
    '%j changes nothing',
    async (fields) => {
      expect(await change({ fields })).toMatchObject({ status: 200, json: { version: 1, revision: 1 } });
    },
  );

  it.each([
    { fields: { remove: ['client_id', 'client_secret'] } },
    { fields: { remove: ['not_there'] } },
    { fields: { set: { client_id: 'not-a-real-2' }, remove: ['client_id'] } },
    { fields: { set: { client_id: '' } } },
    { value: { client_id: 'not-a-real-2', client_secret: '' } },
    { fields: { set: { ' spaced ': 'not-a-real-2' } } },
    { fields: { set: { a: 'not-a-real-2' } }, value: { b: 'not-a-real-2' } },
    { fields: { set: Object.fromEntries(tooMany()) } },
  ])('%j is refused, and the value stays', async (body) => {
    expect(await change(body)).toMatchObject({ status: 400, json: { code: 'InvalidInput' } });
    expect(await valueNow()).toMatchObject({
      version: 1,
      value: { client_id: 'not-a-real-id', client_secret: 'not-a-real-1' },
    });
  });

  it('are refused when together they are too large', async () => {
    const large = 'x'.repeat(limits.valueBytes - 10);
    expect(await change({ fields: { set: { large } } })).toMatchObject({ status: 413 });
  });

  it('are refused on a version that was changed by someone else', async () => {
    await change({ fields: { set: { client_secret: 'not-a-real-2' } } });
    expect(await change({ fields: { remove: ['client_id'] } })).toMatchObject({ status: 412 });
    expect(await valueNow()).toMatchObject({ version: 2, value: { client_id: 'not-a-real-id' } });
  });

  it('start from the restored version', async () => {
    await change({ fields: { set: { client_secret: 'not-a-real-2' } } });
    await test.send({
      method: 'POST',
      url: `${secretUrl(name)}/versions/1:restore`,
      key: test.adminKey,
      headers: { 'if-match': await tagOf(test, name, 2) },
    });
    await change({ fields: { set: { tenant: 'not-a-real-tenant' } } }, 3);
    expect(await valueNow()).toMatchObject({
      version: 3,
      value: { client_secret: 'not-a-real-1', tenant: 'not-a-real-tenant' },
    });
  });

  it('do not exist in a single secret', async () => {
    name = `token-${String(count)}`;
    await test.addSecret(name, 'not-a-real-1', ['A']);
    expect(await change({ fields: { set: { a: 'not-a-real-2' } } })).toMatchObject({ status: 400 });
    expect(await valueNow()).toMatchObject({ value: 'not-a-real-1' });
  });
});

/** One field more than fits next to the two existing ones. */
function tooMany(): [string, string][] {
  return Array.from({ length: limits.fields - 1 }, (_, index) => [`field_${String(index)}`, 'x']);
}
