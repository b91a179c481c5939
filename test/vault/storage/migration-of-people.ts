import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Storage, Transaction, View } from '../../../vault/storage/storage.ts';
import {
  accessRequest,
  account,
  agent,
  bytes,
  entry,
  environmentSecret,
  identity,
  later,
  newToken,
  now,
  secret,
  session,
  user,
  version,
} from './records.ts';

/** A database that can be opened again, and reverted to the schema before people were unique per account. */
export interface OlderPlace {
  open(): Promise<Storage>;
  /** While it is not open. */
  goBack(): Promise<void>;
  drop(): Promise<void>;
}

/** The requirements for a migration of a database that is in use; the same on every engine. */
export function describePeopleMigration(engine: string, makePlace: () => Promise<OlderPlace>): void {
  describe(`a database with ${engine} in which people of all accounts were one list`, () => {
    let place: OlderPlace;
    let storage: Storage;
    let before: unknown;
    beforeEach(async () => {
      place = await makePlace();
      const filled = await place.open();
      await filled.transact(fill);
      before = await everything(filled);
      await filled.close();
      await place.goBack();
      storage = await place.open();
    });
    afterEach(async () => {
      await storage.close();
      await place.drop();
    });

    it('keeps all of its content', async () => {
      expect(await everything(storage)).toEqual(before);
    });

    it('lets another account have the same person, but no account twice', async () => {
      const add = (one: ReturnType<typeof user>) => storage.transact((tx) => tx.insertUser(one));
      expect(await add(user('w', { accountId: 'b', subject: 'u' }))).toBe(true);
      expect(await add(user('x', { subject: 'u' }))).toBe(false);
    });

    it('still rejects data of people who do not exist', async () => {
      const ofNobody = session({ id: 'other', userId: 'nobody', digest: bytes(20) });
      await expect(storage.transact((tx) => tx.insertSession(ofNobody))).rejects.toThrow(engine);
    });
  });
}

/** Rows of every kind. */
async function fill(tx: Transaction): Promise<void> {
  await tx.setVaultId('vlt');
  await tx.setKnownTime('{"at":1}');
  const created = { createdAt: now, wrapped: bytes(1) };
  await tx.insertKey({ ...created, purpose: 'term', term: 1, state: 'active' });
  await tx.insertKey({ ...created, purpose: 'seed', term: 0, state: 'active' });
  for (const id of ['a', 'b']) await tx.insertAccount(account(id));
  for (const id of ['one', 'two']) await tx.insertAgent(agent(id));
  const made = secret('a', 'x', { upkeep: {} });
  await tx.insertSecret(made, version(made.id));
  await tx.insertVersion(version(made.id, 2));
  const people = [user(), user('v', { accountId: 'b' }), user('y', { issuer: null, subject: null })];
  for (const one of people) expect(await tx.insertUser(one)).toBe(true);
  await tx.insertToken(newToken({ id: 't', userId: 'u' }));
  await tx.insertSession(session());
  await tx.insertIdentity(identity('wid'));
  await tx.insertEnvironmentSecret(environmentSecret('A_KEY'), version('env-A_KEY'));
  await tx.insertAccessRequest(accessRequest('q', { until: null }));
  await tx.insertIdempotent(answer);
  await tx.insertEnd({ id: 'gone', accountId: 'a', endedAt: now, expiresAt: later });
  await tx.appendEvent('a', { type: 'catalog-changed', names: ['x'] });
  await tx.insertCheckpoint({ seq: 1, mac: bytes(3), at: now, keyId: 'k', signature: bytes(21) });
  await tx.insertSegment({ first: 1, last: 1, lastAt: now, manifest: '{}', exportedAt: now });
  await tx.replaceSnapshot([bytes(22)]);
  await tx.appendAudit(({ seq }) => entry(seq + 1));
}

const answer = {
  accountId: 'a',
  actorId: 't',
  route: 'createUser',
  digest: bytes(16),
  requestDigest: bytes(17),
  answer: '{}',
  createdAt: now,
  expiresAt: later,
  mac: bytes(18),
};

async function everything(storage: Storage): Promise<unknown> {
  const page = { after: undefined, limit: 100 };
  const rows = await storage.look(async (view: View) => ({
    vault: [await view.vaultId(), await view.knownTime(), await view.keys()],
    accounts: await view.listAccounts(page),
    agents: await view.agentsById('a', page),
    secrets: await view.secretsById(page),
    ofAgent: await view.listSecrets('a', page, { agentId: 'two' }),
    readable: await view.findReadable('a', 'x'),
    versions: await view.listVersions('a-x', { before: undefined, limit: 100 }),
    users: [await view.listUsers('a', page), await view.listUsers('b', page)],
    bySubject: await view.findUserBySubject('b', 'https://issuer.example.com', 'v'),
    tokens: await view.listTokens('a', page),
    ofUser: await view.listTokens('a', page, { userId: 'u' }),
    sessions: await view.listSessions('u', page),
    identities: await view.listIdentities('a', page),
    environment: await view.readEnvironment('u'),
    requests: await view.listAccessRequests('a', page),
    answers: await view.listIdempotent(undefined, 100),
    ends: await view.listEnds(page),
    checkpoint: await view.lastCheckpoint(),
    segments: await view.segmentsAfter(0, 100),
    snapshot: await view.snapshotPart(0),
  }));
  for (const [kind, found] of Object.entries(rows)) {
    for (const part of [found].flat()) expect(part, kind).toBeDefined();
    if (Array.isArray(found)) expect(found, kind).not.toHaveLength(0);
  }
  return {
    ...rows,
    found: [await storage.findToken(newToken().digest), await storage.findSession(session().digest)],
    log: await storage.auditAfter(0, 100),
    events: await storage.eventsAfter('a', 0),
  };
}
