import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMemoryStorage } from '../support/memory/index.ts';
import { openVaultOn, type VaultOn } from '../support/vault-on.ts';
import { type Operation, readDocument } from './document.ts';
import { createJudge, type Received } from './judge.ts';
import { randomFrom } from './random.ts';

let on: VaultOn;
let operations: readonly Operation[];
beforeAll(async () => {
  on = await openVaultOn(openMemoryStorage());
  operations = readDocument((await on.app.inject('/openapi.json')).payload);
});
afterAll(() => on.close());

const judge = createJudge();
const headers = { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' };
const me = {
  id: 'tok_1',
  name: 'x',
  role: 'admin',
  accountId: 'a',
  accountName: 'A',
  rights: [],
  vaultEnabled: true,
};

function judged(change: Partial<Received> & { readonly json?: unknown }): string | undefined {
  const { json = me, ...rest } = change;
  const body = Buffer.from(JSON.stringify(json));
  return judge(
    operations.find(({ id }) => id === 'me'),
    { status: 200, headers, body, ...rest },
    'GET',
  );
}

describe('the judge of answers', () => {
  it('accepts answers that match the document', () => {
    expect(judged({})).toBeUndefined();
  });

  it.each<[string, Parameters<typeof judged>[0]]>([
    ['a status that is in no document', { status: 202 }],
    ['another type', { headers: { ...headers, 'content-type': 'text/html' } }],
    ['what may be cached', { headers: { 'content-type': 'application/json' } }],
    ['a property that is missing', { json: { ...me, id: undefined } }],
    ['a property too many', { json: { ...me, value: 'not-a-real-key' } }],
    ['a property of another type', { json: { ...me, vaultEnabled: 'yes' } }],
    ['invalid JSON', { body: Buffer.from('{') }],
    ['a refusal without a code', { status: 404, json: { status: 404 } }],
    ['a refusal whose code has another status', { status: 404, json: { code: 'Forbidden', status: 404 } }],
  ])('reports %s', (_what, change) => {
    expect(judged(change)).toBeDefined();
  });
});

describe('pseudorandom numbers', () => {
  it('are the same for the same seed, and different for another', () => {
    const numbers = (seed: number) => {
      const { below } = randomFrom(seed);
      return Array.from({ length: 20 }, () => below(1000));
    };
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
  });
});
