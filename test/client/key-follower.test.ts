import { describe, expect, it, vi } from 'vitest';
import { KeyFollower } from '../../client/auth/key-follower.ts';
import type { StoredSession } from '../../client/session/stored-sessions.ts';
import type { CatalogMemory } from '../../client/session/vault-session.ts';

const ada: StoredSession = {
  id: '1',
  key: 'not-a-real-key-1',
  url: 'https://vault.example.com',
  account: { id: 'usr_ada', label: 'Ada' },
  origin: 'signIn',
  createdAt: 1,
};
const ben: StoredSession = {
  ...ada,
  id: '2',
  key: 'not-a-real-key-2',
  account: { id: 'usr_ben', label: 'Ben' },
};
const memory: CatalogMemory = { recall: () => Promise.resolve(undefined), keep: () => {} };

function startFollowing(first?: StoredSession) {
  const wanted = vi.fn(() => Promise.resolve(first));
  const session = { use: vi.fn(), renew: vi.fn() };
  const personChanges = vi.fn();
  const keys: (() => string)[] = [];
  const follower = new KeyFollower({
    wanted,
    session,
    personChanges,
    memoryOf: () => memory,
    connect: (url, key) => {
      keys.push(key);
      return url;
    },
  });
  const now = async (stored: StoredSession | undefined): Promise<void> => {
    wanted.mockResolvedValue(stored);
    await follower.follow();
  };
  return { follower, session, personChanges, keys, now };
}

describe('a window that follows the stored keys', () => {
  it('reports at the start that no one is signed in', async () => {
    const { follower, session } = startFollowing();
    await follower.follow();
    expect(session.use).toHaveBeenCalledWith(undefined, undefined);
    expect(follower.account).toBeUndefined();
  });

  it('signs in as soon as any window stores a key, and out when the key is removed', async () => {
    const { follower, session, now } = startFollowing();
    await now(ada);
    expect(session.use).toHaveBeenLastCalledWith(ada.url, memory);
    expect(follower.account?.label).toBe('Ada');
    await now(undefined);
    expect(session.use).toHaveBeenLastCalledWith(undefined, undefined);
  });

  it('ignores changes of other keys', async () => {
    const { session, now } = startFollowing();
    await now(ada);
    await now({ ...ada });
    expect(session.use).toHaveBeenCalledTimes(1);
    expect(session.renew).not.toHaveBeenCalled();
  });

  it('loses no typed text when the same user signs in again after their key expired', async () => {
    const { session, personChanges, keys, now } = startFollowing();
    await now(ada);
    personChanges.mockClear();
    await now({ ...ada, id: '3', key: 'not-a-real-key-3' });
    expect(personChanges).not.toHaveBeenCalled();
    expect(session.renew).toHaveBeenCalledTimes(1);
    expect(keys.map((key) => key())).toEqual(['not-a-real-key-3']);
  });

  it('closes the forms of the previous user, and never sends the next user’s key for them', async () => {
    const { session, personChanges, keys, now } = startFollowing();
    await now(ada);
    personChanges.mockClear();
    await now(ben);
    expect(personChanges).toHaveBeenCalledTimes(1);
    expect(session.use).toHaveBeenCalledTimes(2);
    expect(keys.map((key) => key())).toEqual(['not-a-real-key-1', 'not-a-real-key-2']);
  });
});
