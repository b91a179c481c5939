import { describe, expect, it } from 'vitest';
import { CatalogMemory } from '../../../vault/domain/secrets/catalog-memory.ts';

describe('what is kept of catalogs', () => {
  it('counts only for the version that it was read in', () => {
    const memory = new CatalogMemory();
    memory.keep('a', 2, 'two');
    expect([memory.get('a', 2), memory.get('a', 1), memory.get('a', 3), memory.get('b', 2)]).toEqual([
      'two',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('stays the newest when an older reading ends later', () => {
    const memory = new CatalogMemory();
    memory.keep('a', 3, 'three');
    memory.keep('a', 2, 'two');
    expect([memory.get('a', 3), memory.get('a', 2)]).toEqual(['three', undefined]);
  });

  it('is bounded: what was not asked for the longest goes, and what is too large is never kept', () => {
    const memory = new CatalogMemory(10);
    memory.keep('a', 1, '12345');
    memory.keep('b', 1, '12345');
    memory.get('a', 1);
    memory.keep('c', 1, '1234');
    memory.keep('d', 1, '12345678901');
    expect(['a', 'b', 'c', 'd'].map((key) => memory.get(key, 1))).toEqual([
      '12345',
      undefined,
      '1234',
      undefined,
    ]);
    memory.keep('a', 2, '123456');
    expect([memory.get('a', 2), memory.get('c', 1)]).toEqual(['123456', '1234']);
  });
});
