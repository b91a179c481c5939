import { describe, expect, it } from 'vitest';
import { readCatalogSnapshot } from '../../contracts/read-catalog.ts';

const secret = {
  name: 'stripe_api_key',
  kind: 'key_value',
  fields: ['token'],
  description: '',
  access: 'granted',
  accessUntil: '2026-12-01T00:00:00Z',
  updatedAt: '2026-11-01T00:00:00Z',
  deprecated: { replacement: 'other' },
};
const agent = { agentId: 'a', agentName: 'A', complete: true, secrets: [secret] };
const snapshot = { version: 1, asOf: '2026-11-23T00:00:00Z', agents: [agent], environment: ['A_KEY'] };

function withSecret(changes: object): string {
  return JSON.stringify({
    ...snapshot,
    agents: [agent, { ...agent, secrets: [secret, { ...secret, ...changes }] }],
  });
}

describe('a catalog file', () => {
  it('is read whole, without anything that does not belong in it', () => {
    const agents = [{ ...agent, secrets: [{ ...secret, value: 'not-a-real-key' }] }];
    expect(readCatalogSnapshot(`\uFEFF${JSON.stringify({ ...snapshot, agents })}`)).toEqual({
      found: snapshot,
    });
  });

  it.each([
    ['is not JSON', '{"version": 1', 'this is not valid JSON'],
    ['is a list', '[]', 'the file must be an object'],
    ['has another version', JSON.stringify({ ...snapshot, version: 2 }), 'version must be 1'],
    ['has no agents', JSON.stringify({ ...snapshot, agents: undefined }), 'agents must be a list'],
    [
      'has a text among the agents',
      JSON.stringify({ ...snapshot, agents: ['a'] }),
      'agents[0] must be an object',
    ],
    [
      'has a number among its variables',
      JSON.stringify({ ...snapshot, environment: ['A', 1] }),
      'environment[1] must be a string',
    ],
    [
      'has a secret without a name',
      withSecret({ name: undefined }),
      'agents[1].secrets[1].name must be a string',
    ],
    [
      'has a field that is not a string',
      withSecret({ fields: ['token', { name: 'x' }] }),
      'agents[1].secrets[1].fields[1] must be a string',
    ],
    [
      'has an unknown kind',
      withSecret({ kind: 'not-a-real-key' }),
      'agents[1].secrets[1].kind must be "single" or "key_value"',
    ],
    [
      'has a wrong replacement',
      withSecret({ deprecated: { replacement: 1 } }),
      'agents[1].secrets[1].deprecated.replacement must be a string',
    ],
  ])('that %s is rejected with the first wrong entry', (_, text, problem) => {
    expect(readCatalogSnapshot(text)).toEqual({ problem });
  });
});
