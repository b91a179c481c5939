import { expect, it } from 'vitest';
import type { PageRequest, Storage } from '../../../vault/storage/storage.ts';
import {
  accessRequest,
  bytes,
  environmentSecret,
  identity,
  later,
  newToken,
  now,
  session,
  user,
  version,
} from './records.ts';

/** The contract of every storage for people and their data. */
export function describePeople(storage: () => Storage) {
  const firstPage = { after: undefined, limit: 10 };

  it("finds a user by id and by the provider's identity, and stores changes", async () => {
    await storage().transact((tx) => tx.insertUser(user()));
    const disabled = user('u', { disabledAt: later, role: 'reviewer' });
    expect(await storage().look((view) => view.findUser('a', 'u'))).toEqual(user());
    expect(await storage().look((view) => view.findUser('b', 'u'))).toBeUndefined();
    await storage().transact((tx) => tx.updateUser(disabled));
    const bySubject = storage().look((view) =>
      view.findUserBySubject('a', 'https://issuer.example.com', 'u'),
    );
    expect(await bySubject).toEqual(disabled);
    expect(await storage().transact((tx) => tx.insertUser(user('v', { subject: 'u' })))).toBe(false);
    const inOther = user('w', { subject: 'u', accountId: 'b' });
    expect(await storage().transact((tx) => tx.insertUser(inOther))).toBe(true);
    expect(
      await storage().look((view) => view.findUserBySubject('b', 'https://issuer.example.com', 'u')),
    ).toEqual(inOther);
  });

  it('accepts many users without an identity at a provider', async () => {
    const unknown = { issuer: null, subject: null };
    const insert = (id: string) => storage().transact((tx) => tx.insertUser(user(id, unknown)));
    expect([await insert('v'), await insert('w')]).toEqual([true, true]);
    expect((await storage().look((view) => view.listUsers('a', firstPage))).map(({ id }) => id)).toEqual([
      'v',
      'w',
    ]);
  });

  it('finds a token with its user, also inside the work that needs it', async () => {
    const token = newToken({ userId: 'u', role: 'author', agentId: null });
    await storage().transact(async (tx) => {
      await tx.insertUser(user());
      await tx.insertToken(token);
    });
    expect((await storage().findToken(token.digest))?.user).toEqual(user());
    const inside = await storage().transactReading((tx) => tx.findToken(token.digest));
    expect(inside).toMatchObject({ token, user: user(), account: { id: 'a' } });
    for (const at of [later, now]) await storage().transact((tx) => tx.touchToken('t', at));
    const filter = { userId: 'u' };
    expect(await storage().look((view) => view.listTokens('a', firstPage, filter))).toEqual([
      { ...token, lastUsedAt: later },
    ]);
    expect(await storage().look((view) => view.listTokens('a', firstPage, { agentId: 'x' }))).toEqual([]);
  });

  it('finds a sandbox session with its user, and forgets it when it has ended', async () => {
    await storage().transact(async (tx) => {
      await tx.insertUser(user());
      await tx.insertSession(session());
    });
    expect(await storage().findSession(bytes(8))).toMatchObject({ session: session(), user: user() });
    await storage().transact((tx) => tx.updateSession(session({ revokedAt: later })));
    expect((await storage().findSession(bytes(8)))?.session.revokedAt).toBe(later);
    const expired = (at: string) => storage().look((view) => view.expiredSessions(at, 10));
    expect(await storage().look((view) => view.sessionsOfAccount('b', firstPage))).toEqual([]);
    expect(await storage().look((view) => view.sessionsOfAccount('a', firstPage))).toEqual(
      await expired('2999-01-01T00:00:00.000Z'),
    );
    expect(await expired(now)).toEqual([]);
    await storage().transact((tx) => tx.deleteSession(session().id));
    expect(await storage().look((view) => view.listSessions('u', firstPage))).toEqual([]);
  });

  it('knows the end of a credential with its token until the end is rolled back', async () => {
    const token = newToken();
    const end = { id: token.id, accountId: 'a', endedAt: now, expiresAt: later };
    const isEnded = () =>
      Promise.all([
        storage()
          .findToken(token.digest)
          .then((found) => found?.isEnded),
        storage()
          .transactReading((tx) => tx.findToken(token.digest))
          .then((found) => found?.isEnded),
        storage()
          .look((view) => view.findToken(token.digest))
          .then((found) => found?.isEnded),
        storage()
          .look((view) => view.endedOf(['other', token.id]))
          .then((ids) => ids.includes(token.id)),
      ]);
    await storage().transact((tx) => tx.insertToken(token));
    expect(await isEnded()).toEqual([false, false, false, false]);
    const inVain = storage().transact(async (tx) => {
      await tx.insertEnd(end);
      expect((await tx.findToken(token.digest))?.isEnded).toBe(true);
      throw new Error('changed my mind');
    });
    await expect(inVain).rejects.toThrow('changed my mind');
    expect(await isEnded()).toEqual([false, false, false, false]);
    for (const endedAt of [now, later]) await storage().transact((tx) => tx.insertEnd({ ...end, endedAt }));
    expect(await isEnded()).toEqual([true, true, true, true]);
    expect(await storage().look((view) => view.listEnds(firstPage))).toEqual([end]);
    expect(await storage().look((view) => view.endedOf([]))).toEqual([]);
  });

  it('forgets ends of credentials that expired, a bounded number at a time', async () => {
    const end = (id: string, expiresAt: string) => ({ id, accountId: 'a', endedAt: now, expiresAt });
    await storage().transact(async (tx) => {
      for (const id of ['1', '2', '3']) await tx.insertEnd(end(id, now));
      await tx.insertEnd(end('4', later));
    });
    const removed = () => storage().transact((tx) => tx.removeEnds(later, 2));
    expect([await removed(), await removed(), await removed()]).toEqual([2, 1, 0]);
    expect(await storage().look((view) => view.listEnds(firstPage))).toEqual([end('4', later)]);
  });

  it('finds tokens by when they end, whether revoked or expired, and removes them', async () => {
    const token = (id: string, expiresAt: string, revokedAt: string | null = null) =>
      newToken({ id, digest: bytes(Number(id.slice(-1))), expiresAt, revokedAt, issuedBy: 'usr_1' });
    const far = '2999-01-01T00:00:00.000Z';
    const all = [token('tok_1', later), token('tok_2', far, now), token('tok_3', far), token('ses_4', now)];
    await storage().transact(async (tx) => {
      for (const one of all) await tx.insertToken(one);
    });
    const ending = (from: string, before: string, filter = {}) =>
      storage()
        .look((view) => view.tokensEnding({ from, before, ...filter }, 10))
        .then((tokens) => tokens.map(({ id }) => id));
    expect((await ending('', later)).toSorted()).toEqual(['ses_4', 'tok_2']);
    expect(await ending(later, far)).toEqual(['tok_1']);
    expect(await ending('', later, { idPrefix: 'tok_' })).toEqual(['tok_2']);
    expect(await ending('', far, { role: 'admin' })).toEqual([]);
    await storage().transact((tx) => tx.deleteToken('tok_2'));
    expect(await ending('', later)).toEqual(['ses_4']);
    expect(await storage().look((view) => view.findTokenById('a', 'tok_1'))).toEqual(all[0]);
  });

  it('finds an identity of a workload by its id, and those of an account or an agent until they are removed', async () => {
    const other = identity('b', { accountId: 'b' });
    await storage().transact(async (tx) => {
      for (const one of [identity('j', { agentId: 'two' }), identity('i'), other])
        await tx.insertIdentity(one);
    });
    const list = (filter?: { agentId: string }, page: PageRequest = firstPage) =>
      storage().look((view) => view.listIdentities('a', page, filter));
    expect(await storage().look((view) => view.findIdentity('b'))).toEqual(other);
    expect(await list()).toEqual([identity('i'), identity('j', { agentId: 'two' })]);
    expect(await list({ agentId: 'two' })).toEqual([identity('j', { agentId: 'two' })]);
    expect(await list(undefined, { after: 'i', limit: 1 })).toHaveLength(1);
    await storage().transact((tx) => tx.deleteIdentity('i'));
    expect(await storage().transact((tx) => tx.findIdentity('i'))).toBeUndefined();
    expect(await list()).toHaveLength(1);
  });

  it('returns all environment secrets of a user with their current values', async () => {
    const second = { ...version('env-A_KEY', 2), sealed: { wrappedKey: bytes(11), sealedValue: bytes(12) } };
    await storage().transact(async (tx) => {
      await tx.insertUser(user());
      expect(await tx.insertEnvironmentSecret(environmentSecret('A_KEY'), version('env-A_KEY'))).toBe(true);
      expect(await tx.insertEnvironmentSecret(environmentSecret('A_KEY'), version('again'))).toBe(false);
      await tx.insertEnvironmentSecret(environmentSecret('B_KEY'), version('env-B_KEY'));
      await tx.insertVersion(second);
      await tx.updateEnvironmentSecret({ ...environmentSecret('A_KEY'), version: 2, revision: 2 });
      await tx.deleteEnvironmentSecret('env-B_KEY');
    });
    const changed = { ...environmentSecret('A_KEY'), version: 2, revision: 2 };
    const read = await storage().transactReading((tx) => tx.readEnvironment('u'));
    expect(read).toEqual([{ secret: changed, sealed: second.sealed }]);
    expect(await storage().look((view) => view.findEnvironmentSecret('u', 'A_KEY'))).toEqual(changed);
    expect(await storage().look((view) => view.listEnvironment('other', firstPage))).toEqual([]);
    expect(await storage().look((view) => view.findVersion('env-B_KEY', 1))).toBeUndefined();
  });

  it('accepts one pending request of a person for a secret and agent, and another after it', async () => {
    const insert = (id: string, requestedBy = 'u') =>
      storage().transact((tx) => tx.insertAccessRequest(accessRequest(id, { secretName: 'x', requestedBy })));
    const pending = (requestedBy = 'u') =>
      storage().look((view) => view.pendingAccessRequest('a', 'one', 'x', requestedBy));
    expect([await insert('p'), await insert('q'), await insert('v', 'v')]).toEqual([true, false, true]);
    expect(await pending()).toEqual(accessRequest('p', { secretName: 'x' }));
    expect(await pending('v')).toEqual(accessRequest('v', { secretName: 'x', requestedBy: 'v' }));
    expect(await pending('w')).toBeUndefined();
    const decision = { decidedBy: 't', decidedByName: 'Admin', decidedAt: later, note: 'Not this one' };
    const declined = accessRequest('p', { secretName: 'x', status: 'declined', ...decision });
    await storage().transact((tx) => tx.updateAccessRequest(declined));
    expect(await pending()).toBeUndefined();
    expect(await storage().look((view) => view.findAccessRequest('a', 'p'))).toEqual(declined);
    expect(await insert('q')).toBe(true);
  });

  it('pages through access requests, newest first, by any filter', async () => {
    await storage().transact(async (tx) => {
      for (const id of ['p', 'q', 'r']) await tx.insertAccessRequest(accessRequest(id));
      await tx.insertAccessRequest(accessRequest('old', { createdAt: '2025-01-01T00:00:00.000Z' }));
      await tx.insertAccessRequest(accessRequest('new', { createdAt: later, requestedBy: 'v' }));
    });
    const list = async (after: string | undefined, filter = {}) =>
      (await storage().look((view) => view.listAccessRequests('a', { after, limit: 3 }, filter))).map(
        ({ id }) => id,
      );
    expect(await list(undefined)).toEqual(['new', 'r', 'q']);
    expect(await list('q')).toEqual(['p', 'old']);
    expect(await list(undefined, { requestedBy: 'v', status: 'pending', agentId: 'one' })).toEqual(['new']);
    expect(await list(undefined, { status: 'approved' })).toEqual([]);
    expect(await list(undefined, { secretName: 'q', status: 'pending' })).toEqual(['q']);
  });

  it('remembers the answer to a creation, for its sender only, until it expires', async () => {
    const key = { accountId: 'a', actorId: 't', route: 'POST /secrets', digest: bytes(1) };
    const times = { createdAt: now, expiresAt: now };
    const record = { ...key, requestDigest: bytes(2), answer: 'x', ...times, mac: bytes(15) };
    const insert = () => storage().transact((tx) => tx.insertIdempotent(record));
    const find = (actorId: string) => storage().look((view) => view.findIdempotent({ ...key, actorId }));
    expect([await insert(), await insert()]).toEqual([true, false]);
    expect([await find('t'), await find('other')]).toEqual([record, undefined]);
    await storage().transact((tx) => tx.removeIdempotent(key));
    expect([await find('t'), await insert()]).toEqual([undefined, true]);
    expect(await storage().transact((tx) => tx.removeExpired(later, 10))).toBe(1);
    expect(await find('t')).toBeUndefined();
  });

  it('deletes expired items a bounded number at a time', async () => {
    const expiring = (index: number, expiresAt: string) => {
      const key = { accountId: 'a', actorId: 't', route: 'POST /secrets', digest: bytes(index) };
      return { ...key, requestDigest: bytes(2), answer: 'x', createdAt: now, expiresAt, mac: bytes(15) };
    };
    await storage().transact(async (tx) => {
      for (const index of [1, 2, 3]) await tx.insertIdempotent(expiring(index, now));
      await tx.insertIdempotent(expiring(4, '2999-01-01T00:00:00.000Z'));
    });
    const removed = () => storage().transact((tx) => tx.removeExpired(later, 2));
    expect([await removed(), await removed(), await removed()]).toEqual([2, 1, 0]);
    const left = await storage().look((view) => view.findIdempotent(expiring(4, now)));
    expect(left?.digest).toEqual(bytes(4));
  });
}
