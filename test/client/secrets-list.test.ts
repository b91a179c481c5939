import { describe, expect, it } from 'vitest';
import { grantsFor, namesInCode } from '../../client/panels/secrets-list.ts';
import type { UsesOfAgent } from '../../client/panels/evidence-on-secret.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } };
const place = { uri: 'file:///a.py', range };

describe('the secrets that code in the workspace reads', () => {
  const secret = (name: string) => ({ name, agentIds: ['PROJECT-A'] });
  const uses = (given: Partial<UsesOfAgent['uses']>): UsesOfAgent => ({
    agentId: 'PROJECT-A',
    uses: { names: {}, complete: true, ...given },
  });

  it('are those of all agents, without names that the account does not have', () => {
    const agents = [uses({ names: { stripe: [place] } }), uses({ names: { crm: [place], typo: [place] } })];
    expect(namesInCode([secret('crm'), secret('old'), secret('stripe')], agents)).toEqual({
      used: ['crm', 'stripe'],
      maybe: [],
      complete: true,
    });
  });

  it('may include those that fit a name chosen at run time, if they are granted to that agent', () => {
    const agents = [uses({ names: { key_1: [place] }, choices: [{ pattern: 'key_*', place }] })];
    const secrets = [secret('key_1'), secret('key_2'), { name: 'key_3', agentIds: [] }, secret('old')];
    expect(namesInCode(secrets, agents)).toMatchObject({ used: ['key_1'], maybe: ['key_2'] });
  });

  it('are not complete while one agent is still being analyzed', () => {
    expect(namesInCode([secret('crm')], [uses({}), uses({ complete: false })]).complete).toBe(false);
  });
});

describe('granting several secrets', () => {
  const list = (name: string, agentIds: string[]) => ({
    name,
    agentIds,
    version: 1,
    etag: `etag of ${name}`,
    updatedAt: '2026-01-01T00:00:00Z',
  });

  it('is one request, based on the lists that were shown, and leaves out what is granted already', () => {
    const lists = [list('a', []), list('b', ['PROJECT-1']), list('c', ['PROJECT-1', 'PROJECT-2'])];
    expect(grantsFor(lists, ['PROJECT-1', 'PROJECT-2'])).toEqual({
      changes: [
        { name: 'a', etag: 'etag of a', grant: ['PROJECT-1', 'PROJECT-2'] },
        { name: 'b', etag: 'etag of b', grant: ['PROJECT-2'] },
      ],
    });
  });
});
