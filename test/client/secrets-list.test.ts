import { describe, expect, it } from 'vitest';
import { grantsFor, namesInCode, namesRead } from '../../client/panels/secrets-list.ts';
import type { UsesOfAgent } from '../../client/panels/evidence-on-secret.ts';
import type { AuditEvent, AuditPage } from '../../contracts/vault-api/audit.ts';

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

describe('the secrets that the audit log says were read', () => {
  it('are found on all pages', async () => {
    const pages = [page(['a', 'b'], 'more'), page(['a'])];
    expect(await namesRead(inOrder(pages))).toEqual({ names: ['a', 'b'], searched: 3, complete: true });
  });

  it('are not complete if old entries were pruned', async () => {
    const pruned = { through: 9, lastAt: '2026-01-01T00:00:00Z', at: '2026-02-01T00:00:00Z' };
    expect(await namesRead(inOrder([{ ...page(['a']), pruned }]))).toMatchObject({ complete: false });
  });

  it('are searched for only in the newest part of a long log', async () => {
    let taken = 0;
    const endless = async function* (): AsyncGenerator<AuditPage> {
      for (;;) {
        taken += 1;
        yield await Promise.resolve(page(['a'], 'more'));
      }
    };
    expect(await namesRead(endless())).toEqual({ names: ['a'], searched: 20, complete: false });
    expect(taken).toBe(20);
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

function page(names: readonly string[], nextCursor?: string): AuditPage {
  return { events: names.map(readOf), ...(nextCursor !== undefined && { nextCursor }) };
}

function readOf(secretName: string): AuditEvent {
  return {
    seq: 1,
    at: '2026-11-21T12:00:00.000Z',
    actorId: 'tok_1',
    actorRole: 'agent',
    action: 'value.read',
    decision: 'allowed',
    secretName,
    granted: [],
    revoked: [],
    requestId: 'req_1',
  };
}

async function* inOrder(pages: readonly AuditPage[]): AsyncGenerator<AuditPage> {
  yield* pages;
  return Promise.resolve();
}
