import { describe, expect, it } from 'vitest';
import type { StoredSession } from '../../client/session/stored-sessions.ts';
import { KeptNames, type NamesFolder } from '../../client/session/kept-names.ts';
import { catalogOf, secret } from './support.ts';

const ada: StoredSession = {
  id: '1',
  key: 'not-a-real-key',
  url: 'https://vault.example.com',
  account: { id: 'usr_ada', label: 'Ada' },
  origin: 'signIn',
  createdAt: 1,
};
const ben: StoredSession = { ...ada, id: '2', account: { id: 'usr_ben', label: 'Ben' } };
const catalog = catalogOf('booking', [secret('payments_api_key', { description: 'Ask Carla for it' })]);

function startKeeping() {
  const files = new Map<string, string>();
  const folder: NamesFolder = {
    read: (path) => {
      const text = files.get(path.join('/'));
      return text === undefined ? Promise.reject(new Error('There is no such file.')) : Promise.resolve(text);
    },
    write: (path, text) => Promise.resolve(void files.set(path.join('/'), text)),
    remove: (path) => {
      for (const file of files.keys()) if (file.startsWith(path.join('/'))) files.delete(file);
      return Promise.resolve();
    },
  };
  let isWanted = true;
  const names = new KeptNames({ folder, isWanted: () => isWanted });
  return { names, files, unwanted: () => (isWanted = false) };
}

const namesIn = (kept: typeof catalog | undefined): string[] | undefined =>
  kept?.secrets.map(({ name }) => name);

describe('names stored for a start without the vault', () => {
  it('are available in the next window, with their age, and without descriptions', async () => {
    const { names } = startKeeping();
    names.memoryOf(ada).keep(catalog);
    const kept = await names.memoryOf({ ...ada, id: 'renewed' }).recall('booking');
    expect(namesIn(kept)).toEqual(['payments_api_key']);
    expect(kept?.asOf).toBe(catalog.asOf);
    expect(kept?.secrets[0]?.description).toBe('');
  });

  it('are those of the account alone, and of the agent', async () => {
    const { names } = startKeeping();
    names.memoryOf(ada).keep(catalog);
    expect(await names.memoryOf(ben).recall('booking')).toBeUndefined();
    expect(
      await names.memoryOf({ ...ada, url: 'https://elsewhere.example.com' }).recall('booking'),
    ).toBeUndefined();
    expect(await names.memoryOf(ada).recall('orders')).toBeUndefined();
  });

  it('are deleted when the account signs out, including those being written, and no others', async () => {
    const { names, files } = startKeeping();
    const memory = names.memoryOf(ada);
    names.memoryOf(ben).keep(catalog);
    memory.keep(catalog);
    await names.forget(ada);
    memory.keep(catalog);
    expect(await memory.recall('booking')).toBeUndefined();
    expect(files.size).toBe(1);
    expect(namesIn(await names.memoryOf(ben).recall('booking'))).toEqual(['payments_api_key']);
  });

  it('are not written for a user who opted out, and earlier ones are deleted', async () => {
    const { names, files, unwanted } = startKeeping();
    names.memoryOf(ada).keep(catalog);
    unwanted();
    await names.forgetAll();
    names.memoryOf(ada).keep(catalog);
    expect(await names.memoryOf(ada).recall('booking')).toBeUndefined();
    expect(files.size).toBe(0);
  });

  it.each(['', '{', '[]', '{"agentId":"booking"}'])('are empty when the file contains %j', async (text) => {
    const { names, files } = startKeeping();
    names.memoryOf(ada).keep(catalog);
    await names.memoryOf(ada).recall('booking');
    for (const file of files.keys()) files.set(file, text);
    expect(await names.memoryOf(ada).recall('booking')).toBeUndefined();
  });

  it('are stored under file names that reveal neither vault nor account nor agent', async () => {
    const { names, files } = startKeeping();
    names.memoryOf(ada).keep(catalog);
    await names.memoryOf(ada).recall('booking');
    expect([...files.keys()]).toEqual([expect.stringMatching(/^[0-9a-f]{32}\/[0-9a-f]{32}\.json$/)]);
  });
});
