import { describe, expect, it } from 'vitest';
import { type CatalogState, isNotGranted } from '../../client/session/session-state.ts';
import { catalogOf, secret } from './support.ts';

describe('a secret is certainly not granted to the agent of a file', () => {
  it('when the catalog says so', () => {
    expect(isNotGranted(known([{ ...secret('token'), access: 'missing' }]), 'token')).toBe(true);
    expect(isNotGranted(known([secret('token')]), 'token')).toBe(false);
  });

  it('when a complete catalog does not have it', () => {
    expect(isNotGranted(known([secret('other')]), 'token')).toBe(true);
    expect(isNotGranted(known([secret('other')], false), 'token')).toBe(false);
  });

  it('never while nothing is known', () => {
    expect(isNotGranted({ kind: 'loading' }, 'token')).toBe(false);
    expect(isNotGranted({ kind: 'missing', reason: 'offline', message: '' }, 'token')).toBe(false);
  });
});

function known(secrets: Parameters<typeof catalogOf>[1], complete = true): CatalogState {
  return { kind: 'known', stale: false, catalog: { ...catalogOf('hotel', secrets), complete } };
}
