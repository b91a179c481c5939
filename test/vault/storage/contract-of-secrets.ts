import { expect, it } from 'vitest';
import type { Storage } from '../../../vault/storage/storage.ts';
import { bytes, later, now, secret, version } from './records.ts';

/** The contract of every storage for secrets and their versions. */
export function describeSecrets(storage: () => Storage) {
  const insert = (name: string) =>
    storage().transact((tx) => tx.insertSecret(secret('a', name), version(`a-${name}`)));

  it('returns every field of a secret and of its version', async () => {
    await insert('x');
    const found = await storage().transact(
      async (tx) =>
        [
          await tx.findSecret('a', 'x'),
          await tx.findReadable('a', 'x'),
          await tx.findVersion('a-x', 1),
        ] as const,
    );
    const { sealed } = version('a-x');
    expect(found).toEqual([secret('a', 'x'), { secret: secret('a', 'x'), sealed }, version('a-x')]);
  });

  it('reads the version that the secret points to', async () => {
    await insert('x');
    const second = { ...version('a-x', 2), sealed: { wrappedKey: bytes(11), sealedValue: bytes(12) } };
    const changed = secret('a', 'x', { version: 2, latestVersion: 2, revision: 2, updatedAt: later });
    await storage().transact(async (tx) => {
      await tx.insertVersion(second);
      await tx.updateSecret(changed);
    });
    const read = () => storage().transactReading((tx) => tx.findReadable('a', 'x'));
    expect(await read()).toEqual({ secret: changed, sealed: second.sealed });
    await storage().transact((tx) => tx.updateSecret({ ...changed, version: 1, revision: 3 }));
    expect((await read())?.sealed).toEqual(version('a-x').sealed);
  });

  it('lists versions, newest first, from any of them', async () => {
    await insert('x');
    await storage().transact(async (tx) => {
      for (const number of [2, 3, 4]) await tx.insertVersion(version('a-x', number));
    });
    const list = (before: number | undefined) =>
      storage().look(async (view) =>
        (await view.listVersions('a-x', { before, limit: 2 })).map((one) => one.version),
      );
    expect([await list(undefined), await list(3)]).toEqual([
      [4, 3],
      [2, 1],
    ]);
  });

  it('counts the secrets that are due before a date, by expiry or rotation, whichever is earlier', async () => {
    const due = async (date: string) => storage().look((view) => view.countDue(date));
    await storage().transact(async (tx) => {
      await tx.insertSecret(secret('a', 'x', { upkeep: { expiresOn: '2027-03-01' } }), version('a-x'));
      await tx.insertSecret(secret('a', 'y', { upkeep: {} }), version('a-y'));
      const upkeep = { expiresOn: '2027-05-01', rotateEveryDays: 9, rotateBy: '2027-04-01' };
      await tx.insertSecret(secret('a', 'z', { upkeep }), version('a-z'));
    });
    expect([await due('2027-03-01'), await due('2027-03-02'), await due('2027-04-02')]).toEqual([0, 1, 2]);
    await storage().transact(async (tx) => {
      await tx.updateSecret(secret('a', 'y', { upkeep: { expiresOn: '2027-02-01' }, revision: 2 }));
      await tx.updateSecret(secret('a', 'x', { upkeep: {}, revision: 2 }));
    });
    expect([await due('2027-02-02'), await due('2027-04-02')]).toEqual([1, 2]);
  });

  it('keeps when a secret was last read, whatever else changes', async () => {
    await insert('x');
    for (const at of [later, now]) await storage().transact((tx) => tx.touchSecret('a-x', at));
    await storage().transact((tx) =>
      tx.updateSecret(secret('a', 'x', { description: 'Other', revision: 2 })),
    );
    const found = await storage().look((view) => view.findSecret('a', 'x'));
    expect(found).toMatchObject({ description: 'Other', lastReadAt: later });
  });

  it('keeps a deleted secret and its name until it is purged, with all its keys', async () => {
    await insert('x');
    await storage().transact((tx) =>
      tx.updateSecret(secret('a', 'x', { deletedAt: now, purgeAfter: later, revision: 2 })),
    );
    expect(await insert('x')).toBe(false);
    const due = (time: string) => storage().look((view) => view.secretsToPurge(time, 10));
    expect(await due(now)).toEqual([]);
    expect((await due(later)).map(({ id }) => id)).toEqual(['a-x']);
    await storage().transact((tx) => tx.purgeSecret('a-x'));
    expect(await storage().look((view) => view.findVersion('a-x', 1))).toBeUndefined();
    expect(await insert('x')).toBe(true);
  });

  it('stores the ends of grants, and finds secrets with an ended grant, earliest first', async () => {
    const until = (time: string) => ({ agentId: 'one', until: time });
    const list = (...times: readonly string[]) => ({
      access: { agentIds: ['one'], ends: times.map(until), version: 2, updatedAt: now },
    });
    for (const name of ['x', 'y', 'z']) await insert(name);
    const early = '2026-01-01T12:00:00.000Z';
    await storage().transact(async (tx) => {
      await tx.updateSecret(secret('a', 'x', list(later)));
      await tx.updateSecret(secret('a', 'y', { ...list(early, later), deletedAt: now, purgeAfter: later }));
      await tx.updateSecret(secret('a', 'z', list()));
    });
    const ended = (time: string) =>
      storage().look(async (view) =>
        (await view.secretsWithEndedAccess(time, 10)).map(({ name, access }) => [name, access.ends.length]),
      );
    expect(await ended(now)).toEqual([]);
    expect(await ended(early)).toEqual([['y', 2]]);
    expect(await ended(later)).toEqual([
      ['y', 2],
      ['x', 1],
    ]);
    await storage().transact(async (tx) => {
      const found = await tx.findSecret('a', 'x');
      if (found) await tx.updateSecret({ ...found, ...list() });
    });
    expect(await ended(later)).toEqual([['y', 2]]);
  });

  it('finds the versions of a term, and no longer those that were wrapped again', async () => {
    for (const name of ['x', 'y', 'z']) await insert(name);
    const place = { secretId: 'a-x', version: 1 };
    const ofTerm = (term: number, after?: typeof place) =>
      storage().look(async (view) =>
        (await view.versionsOfTerm(term, { after, limit: 2 })).map(({ secretId }) => secretId),
      );
    // In any order of the engine: a walk finds each of them once.
    const [first = '', second = ''] = await ofTerm(1);
    const rest = await ofTerm(1, { secretId: second, version: 1 });
    expect([first, second, ...rest].toSorted()).toEqual(['a-x', 'a-y', 'a-z']);
    expect(await ofTerm(1, { secretId: first, version: 1 })).toEqual([second, ...rest]);
    expect(await storage().transact((tx) => tx.rewrapVersion(place, bytes(13), 2))).toBe(true);
    expect((await ofTerm(1)).toSorted()).toEqual(['a-y', 'a-z']);
    const rewrapped = await storage().look((view) => view.findVersion('a-x', 1));
    expect(rewrapped).toMatchObject({ term: 2, sealed: { wrappedKey: bytes(13), sealedValue: bytes(2) } });
    expect(await storage().transact((tx) => tx.rewrapVersion({ ...place, version: 9 }, bytes(1), 2))).toBe(
      false,
    );
  });

  it('stores keys and their state', async () => {
    const key = { purpose: 'term', term: 1, wrapped: bytes(1), createdAt: now, state: 'active' } as const;
    await storage().transact(async (tx) => {
      await tx.insertKey(key);
      await tx.insertKey({ ...key, term: 2 });
      await tx.updateKey({ ...key, state: 'retiring', wrapped: bytes(2) });
    });
    expect(await storage().look((view) => view.keys())).toEqual([
      { ...key, state: 'retiring', wrapped: bytes(2) },
      { ...key, term: 2 },
    ]);
    await storage().transact((tx) => tx.deleteKey(1));
    expect(await storage().look((view) => view.keys())).toEqual([{ ...key, term: 2 }]);
  });

  it('changes many secrets together, or none', async () => {
    for (const name of ['x', 'y']) await insert(name);
    const change = (fail: boolean) =>
      storage().transact(async (tx) => {
        for (const found of await tx.findSecrets('a', ['y', 'x', 'missing'])) {
          const access = { agentIds: ['three'], ends: [], version: 2, updatedAt: later };
          await tx.updateSecret({ ...found, access, revision: 2 });
        }
        if (fail) throw new Error('changed my mind');
      });
    const granted = () =>
      storage().look(async (view) => {
        const page = { after: undefined, limit: 10 };
        return (await view.listSecrets('a', page, { agentId: 'three' })).map(({ name }) => name);
      });
    await expect(change(true)).rejects.toThrow('changed my mind');
    expect(await granted()).toEqual([]);
    await change(false);
    expect(await granted()).toEqual(['x', 'y']);
  });
}
