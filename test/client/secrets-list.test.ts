import { describe, expect, it } from 'vitest';
import {
  accessChangesFor,
  agentsToChange,
  namesInCode,
  usesThatFail,
} from '../../client/panels/secrets-list.ts';
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

describe('granting and revoking several secrets', () => {
  const list = (name: string, agentIds: string[]) => ({
    name,
    agentIds,
    version: 1,
    etag: `etag of ${name}`,
    updatedAt: '2026-01-01T00:00:00Z',
  });

  it('is one request, based on the lists that were shown, and leaves out what is granted already', () => {
    const lists = [list('a', []), list('b', ['PROJECT-1']), list('c', ['PROJECT-1', 'PROJECT-2'])];
    expect(accessChangesFor('grant', lists, ['PROJECT-1', 'PROJECT-2'])).toEqual({
      changes: [
        { name: 'a', etag: 'etag of a', grant: ['PROJECT-1', 'PROJECT-2'] },
        { name: 'b', etag: 'etag of b', grant: ['PROJECT-2'] },
      ],
    });
  });

  it('revokes only from agents that have access', () => {
    const lists = [list('a', []), list('b', ['PROJECT-1']), list('c', ['PROJECT-1', 'PROJECT-2'])];
    expect(accessChangesFor('revoke', lists, ['PROJECT-1'])).toEqual({
      changes: [
        { name: 'b', etag: 'etag of b', revoke: ['PROJECT-1'] },
        { name: 'c', etag: 'etag of c', revoke: ['PROJECT-1'] },
      ],
    });
  });

  it('offers the agents for which it changes something', () => {
    const agent = (agentId: string) => ({ agentId, agentName: agentId });
    const agents = [agent('PROJECT-1'), agent('PROJECT-2'), agent('PROJECT-3')];
    const secrets = [{ agentIds: ['PROJECT-1', 'PROJECT-GONE'] }, { agentIds: ['PROJECT-1', 'PROJECT-2'] }];
    const names = (verb: 'grant' | 'revoke') =>
      agentsToChange(verb, secrets, agents).map(({ agentName }) => agentName);
    expect(names('grant')).toEqual(['PROJECT-2', 'PROJECT-3']);
    expect(names('revoke')).toEqual(['PROJECT-1', 'PROJECT-2', 'PROJECT-GONE']);
  });

  it('shows which code will fail: only that of agents that lose access', () => {
    const uses = { names: { a: [place], b: [place] }, complete: true };
    const agents = [
      { agentId: 'PROJECT-1', uses },
      { agentId: 'PROJECT-2', uses },
    ];
    const changes = [
      { name: 'a', etag: 'e', revoke: ['PROJECT-1'] },
      { name: 'unused', etag: 'e', revoke: ['PROJECT-1'] },
    ];
    expect(usesThatFail(changes, agents)).toEqual([
      { name: 'a', places: [place] },
      { name: 'unused', places: [] },
    ]);
  });
});
