import { describe, expect, it } from 'vitest';
import { CatalogMemory } from '../../../vault/domain/secrets/catalog.ts';

/** Reads through the cache; reports the result, and whether it had to be computed. */
async function read(memory: CatalogMemory, key: string, version: number, text: string): Promise<string> {
  let made = '';
  const list = await memory.read(key, version, async () => {
    made = ' (made)';
    return Buffer.from(text);
  });
  return `${list.toString()}${made}`;
}

describe('the cache of catalogs', () => {
  it('counts only for the version at which it was read', async () => {
    const memory = new CatalogMemory();
    expect(await read(memory, 'a', 2, 'two')).toBe('two (made)');
    expect(await read(memory, 'a', 2, 'other')).toBe('two');
    expect(await read(memory, 'a', 3, 'three')).toBe('three (made)');
    expect(await read(memory, 'b', 3, 'b')).toBe('b (made)');
  });

  it('keeps the newest entry when an older read ends later', async () => {
    const memory = new CatalogMemory();
    await read(memory, 'a', 3, 'three');
    await read(memory, 'a', 2, 'two');
    expect(await read(memory, 'a', 3, 'other')).toBe('three');
  });

  it('computes an entry once, and shares one buffer among all requests', async () => {
    const memory = new CatalogMemory();
    let made = 0;
    const make = async (): Promise<Buffer> => {
      made += 1;
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      return Buffer.from('list');
    };
    const lists = await Promise.all(Array.from({ length: 200 }, () => memory.read('a', 1, make)));
    expect(made).toBe(1);
    expect(new Set([...lists, await memory.read('a', 1, make)]).size).toBe(1);
  });

  it('computes an entry again after a failure', async () => {
    const memory = new CatalogMemory();
    const failing = memory.read('a', 1, () => Promise.reject(new Error('The storage failed.')));
    await expect(failing).rejects.toThrow('The storage failed.');
    expect(await read(memory, 'a', 1, 'list')).toBe('list (made)');
  });

  it('is bounded: evicts the least recently requested, and never stores what is too large', async () => {
    const memory = new CatalogMemory(10);
    await read(memory, 'a', 1, '12345');
    await read(memory, 'b', 1, '12345');
    await read(memory, 'a', 1, '');
    await read(memory, 'c', 1, '1234');
    await read(memory, 'd', 1, '12345678901');
    const kept = async (key: string) => !(await read(memory, key, 1, '12345678901')).endsWith('(made)');
    expect([await kept('a'), await kept('b'), await kept('c'), await kept('d')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
