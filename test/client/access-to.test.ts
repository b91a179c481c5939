import { describe, expect, it } from 'vitest';
import { accessTo, type CatalogState } from '../../client/session/session-state.ts';
import { catalogOf, secret } from './support.ts';

const catalog = catalogOf('orders', [secret('order_api_de'), secret('loyalty_key', { access: 'missing' })]);
const known: CatalogState = { kind: 'known', stale: false, catalog };

describe('the access of a name', () => {
  it.each([
    ['order_api_de', 'granted'],
    ['loyalty_key', 'missing'],
    ['order_api_fr', 'absent'],
  ] as const)('%s is %s', (name, access) => {
    expect(accessTo(name, known)).toBe(access);
  });

  it.each<[string, CatalogState]>([
    ['while the vault cannot be asked', { ...known, stale: true }],
    ['where the catalog leaves names out', { ...known, catalog: { ...catalog, complete: false } }],
    ['while no catalog is known', { kind: 'loading' }],
  ])('is unknown for an absent name %s', (_, state) => {
    expect(accessTo('order_api_fr', state)).toBeUndefined();
  });
});
