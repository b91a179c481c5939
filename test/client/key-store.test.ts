import { describe, expect, it } from 'vitest';
import { KeyStore, type SecretMemory } from '../../client/auth/key-store.ts';
import { placesPlace, type StoredSession } from '../../client/session/stored-sessions.ts';
import { Emitter } from '../../client/common/emitter.ts';

const url = 'https://vault.example.com';

function sessionOf(name: string, change: Partial<StoredSession> = {}): StoredSession {
  const account = { id: `usr_${name}`, label: name };
  return { id: name, key: `not-a-real-key-${name}`, url, account, origin: 'signIn', createdAt: 1, ...change };
}

/** The editor's storage: shared, and each step takes time, so that windows overtake each other. */
function sharedStorage(steps?: () => number) {
  const texts = new Map<string, string>();
  const changes = new Emitter<{ readonly key: string }>();
  const later = async <T>(work: () => T): Promise<T> => {
    for (let left = steps?.() ?? 0; left > 0; left -= 1) await Promise.resolve();
    return work();
  };
  const memory: SecretMemory = {
    get: (place) => later(() => texts.get(place)),
    store: (place, text) =>
      later(() => {
        texts.set(place, text);
        changes.fire({ key: place });
      }),
    delete: (place) =>
      later(() => {
        texts.delete(place);
        changes.fire({ key: place });
      }),
    onDidChange: changes.event,
  };
  return { memory, texts };
}

/** A window reads again whenever the storage has changed, as the extension does. */
function openWindow(memory: SecretMemory) {
  const store = new KeyStore(memory);
  const reads: Promise<unknown>[] = [];
  store.onDidChange(() => reads.push(store.read()));
  const quiet = async (): Promise<void> => {
    for (let seen = -1; seen !== reads.length;) {
      seen = reads.length;
      await Promise.all(reads);
    }
  };
  return { store, quiet };
}

const names = (sessions: readonly StoredSession[]): string[] => sessions.map(({ id }) => id).toSorted();

describe('the key store', () => {
  it('gives a new window what another one stored', async () => {
    const { memory } = sharedStorage();
    await new KeyStore(memory).add(sessionOf('ada'));
    expect(await new KeyStore(memory).read()).toEqual([sessionOf('ada')]);
  });

  it('keeps one session for each account of a vault, the latest', async () => {
    const { memory } = sharedStorage();
    const store = new KeyStore(memory);
    await store.add(sessionOf('ada'));
    await store.add({ ...sessionOf('ada'), id: 'renewed' });
    expect(names(await store.read())).toEqual(['renewed']);
  });

  it('leaves nothing of the last account that signed out', async () => {
    const { memory, texts } = sharedStorage();
    const store = new KeyStore(memory);
    await store.add(sessionOf('ada'));
    await store.remove(sessionOf('ada'));
    expect([...texts].filter(([, text]) => text.includes('not-a-real-key'))).toEqual([]);
    expect(texts.has(placesPlace)).toBe(false);
  });

  it('uses the account chosen last, in every window, and another one when that signs out', async () => {
    const { memory } = sharedStorage();
    const [one, two] = [new KeyStore(memory), new KeyStore(memory)];
    await one.add(sessionOf('ada'));
    await one.add(sessionOf('ben', { createdAt: 2 }));
    expect((await two.current(url))?.id).toBe('ben');
    await two.choose(sessionOf('ada'));
    expect((await one.current(url))?.id).toBe('ada');
    await one.remove(sessionOf('ada'));
    expect((await two.current(url))?.id).toBe('ben');
  });

  it('ignores other vaults’ keys and invalid entries', async () => {
    const { memory, texts } = sharedStorage();
    const store = new KeyStore(memory);
    await store.add(sessionOf('ada', { url: 'https://elsewhere.example.com' }));
    texts.set(placesPlace, '["agentSecrets.session.rubbish", 7]');
    texts.set('agentSecrets.session.rubbish', '{"id":"1"}');
    expect(await store.current(url)).toBeUndefined();
    texts.set(placesPlace, 'no list');
    expect(names(await store.read())).toEqual(['ada']);
  });

  it.each(Array.from({ length: 60 }, (_, seed) => seed + 1))(
    'loses nothing when two windows sign in and out at the same time (order %d)',
    async (seed) => {
      let state = seed;
      const { memory } = sharedStorage(() => (state = (state * 48_271) % 2_147_483_647) % 9);
      const [one, two] = [openWindow(memory), openWindow(memory)];
      await one.store.add(sessionOf('old'));
      await two.quiet();
      await Promise.all([
        one.store.add(sessionOf('ada')),
        two.store.add(sessionOf('ben')),
        two.store.remove(sessionOf('old')),
      ]);
      await Promise.all([one.quiet(), two.quiet()]);
      await Promise.all([one.quiet(), two.quiet()]);
      expect(names(await new KeyStore(memory).read())).toEqual(['ada', 'ben']);
    },
  );
});
