import { describe, expect, it } from 'vitest';
import { catalogAnswer } from '../../client/language/catalog-answer.ts';
import { catalogOf, identity, secret } from './support.ts';

const ready = { kind: 'ready', identity } as const;
const catalog = catalogOf('booking', [secret('granted'), secret('other', { access: 'missing' })]);

describe('the catalog sent to the language server', () => {
  it('is complete while the vault answers', () => {
    expect(catalogAnswer(ready, { kind: 'known', catalog, stale: false })).toMatchObject({
      asOf: catalog.asOf,
      mayGrant: true,
      mayCreate: true,
      catalog: { complete: true, secrets: [{ name: 'granted' }, { name: 'other' }] },
    });
  });

  it('is marked as old once the vault is unreachable, and no longer when it is back', () => {
    const away = catalogAnswer(ready, { kind: 'known', catalog, stale: true });
    expect(away).toMatchObject({ asOf: catalog.asOf, old: true, catalog: { complete: true } });
    const back = catalogAnswer(ready, { kind: 'known', catalog, stale: false });
    expect(back).not.toHaveProperty('old');
  });

  it('is absent when nothing is known', () => {
    const missing = { kind: 'missing', reason: 'signedOut', message: '' } as const;
    expect(catalogAnswer({ kind: 'signedOut' }, missing)).toEqual({
      mayGrant: false,
      mayCreate: false,
      mayRequest: false,
      signedOut: true,
    });
    const offline = { kind: 'missing', reason: 'failed', message: '' } as const;
    expect(catalogAnswer(ready, offline)).not.toHaveProperty('signedOut');
  });

  it('contains names and no more, not even the version', () => {
    const answer = catalogAnswer(ready, { kind: 'known', catalog, stale: false });
    expect(Object.keys(answer.catalog ?? {}).toSorted()).toEqual([
      'agentId',
      'agentName',
      'complete',
      'secrets',
    ]);
  });

  it('is the example of the workspace for users who are signed out, and creating leads to a sign-in', () => {
    const state = { kind: 'known', catalog, stale: false, example: true } as const;
    const answer = catalogAnswer({ kind: 'signedOut' }, state);
    expect(answer).toMatchObject({ mayCreate: true, mayGrant: false, catalog: { complete: true } });
  });
});
