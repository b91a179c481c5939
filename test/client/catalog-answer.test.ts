import { describe, expect, it } from 'vitest';
import { catalogAnswer } from '../../client/catalog-answer.ts';
import { catalogOf, identity, secret } from './support.ts';

const ready = { kind: 'ready', identity } as const;
const catalog = catalogOf('booking', [secret('granted'), secret('other', { access: 'missing' })]);

describe('what the language server is told', () => {
  it('is everything, while the vault answers', () => {
    expect(catalogAnswer(ready, { kind: 'known', catalog, stale: false })).toMatchObject({
      asOf: catalog.asOf,
      mayGrant: true,
      mayCreate: true,
      catalog: { complete: true, secrets: [{ name: 'granted' }, { name: 'other' }] },
    });
  });

  it('is nothing that a warning could rest on, once the vault is away', () => {
    const answer = catalogAnswer(ready, { kind: 'known', catalog, stale: true });
    expect(answer.catalog?.complete).toBe(false);
    expect(answer.catalog?.secrets.map(({ name }) => name)).toEqual(['granted']);
  });

  it('is no catalog at all when nothing is known', () => {
    const missing = { kind: 'missing', reason: 'signedOut', message: '' } as const;
    expect(catalogAnswer({ kind: 'signedOut' }, missing)).toEqual({
      mayGrant: false,
      mayCreate: false,
      mayRequest: false,
    });
  });

  it('holds names and no more: not even the version', () => {
    const answer = catalogAnswer(ready, { kind: 'known', catalog, stale: false });
    expect(Object.keys(answer.catalog ?? {}).toSorted()).toEqual([
      'agentId',
      'agentName',
      'complete',
      'secrets',
    ]);
  });
});
