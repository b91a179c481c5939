import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditRecord, SecretRecord, TokenRecord } from '../../../vault/storage/records.ts';
import type { Storage } from '../../../vault/storage/storage.ts';

const now = '2026-01-01T00:00:00.000Z';
const bytes = (fill: number) => Buffer.alloc(32, fill);
const sealed = { wrappedKey: bytes(1), sealedValue: bytes(2) };

/** Every storage keeps this contract; `open` gives an empty one. */
export function describeStorage(
  engine: string,
  open: () => Promise<{ storage: Storage; drop(): Promise<void> }>,
) {
  describe(`${engine} as a storage`, () => {
    let storage: Storage;
    let drop: () => Promise<void>;

    beforeEach(async () => {
      ({ storage, drop } = await open());
      await storage.transact(async (tx) => {
        const account = { name: 'A', vaultEnabled: true, catalogVersion: 1, createdAt: now };
        await tx.insertAccount({ ...account, id: 'a' });
        await tx.insertAccount({ ...account, id: 'b' });
      });
    });
    afterEach(() => drop());

    it('takes back everything of work that fails, and nothing of its neighbours', async () => {
      const jobs = Array.from({ length: 20 }, (_, index) =>
        storage.transact(async (tx) => {
          await tx.insertAgent(agent(`agent-${String(index)}`));
          if (index % 2 === 1) throw new Error('changed my mind');
        }),
      );
      const results = await Promise.allSettled(jobs);
      expect(results.map((result) => result.status)).toEqual(
        jobs.map((_, index) => (index % 2 === 1 ? 'rejected' : 'fulfilled')),
      );
      const agents = await storage.transact((tx) => tx.listAgents('a', { after: undefined, limit: 100 }));
      expect(agents).toHaveLength(10);
    });

    it('keeps the audit chain whole when neighbours fail', async () => {
      const append = (fail: boolean) =>
        storage.transact(async (tx) => {
          const head = await tx.auditHead();
          await tx.appendAudit(entry(head.seq + 1));
          if (fail) throw new Error('changed my mind');
        });
      await Promise.allSettled([append(false), append(true), append(false), append(true), append(false)]);
      expect((await storage.auditAfter(0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    });

    it('gives back every field of an audit entry', async () => {
      await storage.transact((tx) => tx.appendAudit(entry(1)));
      expect(await storage.auditAfter(0, 10)).toEqual([entry(1)]);
      expect(await storage.transact((tx) => tx.auditHead())).toEqual({ seq: 1, mac: bytes(3) });
    });

    it('gives back every field of a secret', async () => {
      await storage.transact((tx) => tx.insertSecret(secret('a', 'x'), sealed));
      const [found, readable] = await storage.transact(
        async (tx) => [await tx.findSecret('a', 'x'), await tx.findReadable('a', 'x')] as const,
      );
      expect(found).toEqual(secret('a', 'x'));
      const { id, kind, version, access } = secret('a', 'x');
      const { updatedAt: _, ...readableAccess } = access;
      expect(readable).toEqual({ id, kind, version, access: readableAccess, sealed });
    });

    it('keeps accounts apart', async () => {
      await storage.transact(async (tx) => {
        expect(await tx.insertSecret(secret('a', 'x'), sealed)).toBe(true);
        expect(await tx.insertSecret(secret('b', 'x'), sealed)).toBe(true);
        expect(await tx.insertSecret({ ...secret('a', 'x'), id: 'again' }, sealed)).toBe(false);
        await tx.insertAgent(agent('one'));
        expect(await tx.unknownAgents('b', ['one'])).toEqual(['one']);
        expect(await tx.findReadable('c', 'x')).toBeUndefined();
        expect(await tx.findTokenById('b', 't')).toBeUndefined();
      });
    });

    it('tells names apart that differ in case or accent only', async () => {
      await storage.transact(async (tx) => {
        for (const name of ['key', 'KEY', 'kéy', 'a/b', "'; drop table secrets; --"]) {
          expect(await tx.insertSecret(secret('a', name), sealed)).toBe(true);
        }
      });
    });

    it('pages through names in their order', async () => {
      await storage.transact(async (tx) => {
        for (const name of ['c', 'a', 'b']) await tx.insertSecret(secret('a', name), sealed);
      });
      const page = await storage.transact((tx) => tx.listSecrets('a', { after: 'a', limit: 1 }));
      expect(page.map(({ name }) => name)).toEqual(['b']);
    });

    it('finds a token with its account, and sees a revocation at once', async () => {
      const token = newToken();
      await storage.transact((tx) => tx.insertToken(token));
      const found = await storage.findToken(token.digest);
      expect(found?.token).toEqual(token);
      expect(found?.account.id).toBe('a');
      await storage.transact((tx) => tx.updateToken({ ...token, revokedAt: now }));
      expect((await storage.findToken(token.digest))?.token.revokedAt).toBe(now);
      expect(await storage.findToken(bytes(9))).toBeUndefined();
    });

    it('never shows a token that may still be taken back', async () => {
      const seen: unknown[] = [];
      const doomed = storage.transact(async (tx) => {
        await tx.insertToken(newToken());
        seen.push(await storage.findToken(newToken().digest));
        throw new Error('changed my mind');
      });
      await expect(doomed).rejects.toThrow('changed my mind');
      expect(seen).toEqual([undefined]);
    });

    it('announces events after they are committed, to their account only', async () => {
      const seen: number[] = [];
      const stop = storage.onEvents(() => seen.push(seen.length));
      await storage.transact((tx) => tx.appendEvent('a', { type: 'catalog-changed', names: ['x'] }));
      expect(seen).toHaveLength(1);
      const events = await storage.eventsAfter('a', 0);
      expect(events?.map(({ event }) => event)).toEqual([{ type: 'catalog-changed', names: ['x'] }]);
      expect(await storage.eventsAfter('b', 0)).toEqual([]);
      stop();
      await storage.transact((tx) => tx.appendEvent('a', { type: 'catalog-changed', names: [] }));
      expect(seen).toHaveLength(1);
    });

    it('says when events are too old to be found', async () => {
      await storage.transact(async (tx) => {
        for (let count = 0; count < 1100; count += 1) {
          await tx.appendEvent('a', { type: 'agents-changed', agentIds: [] });
        }
      });
      expect(await storage.eventsAfter('a', 50)).toBeUndefined();
      expect(await storage.eventsAfter('a', (await storage.lastEventSeq()) - 10)).toHaveLength(10);
    });

    it('counts the changes of a catalog', async () => {
      await storage.transact((tx) => tx.bumpCatalogVersion('a'));
      const account = await storage.transact((tx) => tx.findAccount('a'));
      expect(account?.catalogVersion).toBe(2);
    });
  });
}

function agent(agentId: string) {
  return { accountId: 'a', agentId, agentName: agentId, createdAt: now, updatedAt: now };
}

function secret(accountId: string, name: string): SecretRecord {
  return {
    id: `${accountId}-${name}`,
    accountId,
    name,
    kind: 'key_value',
    fields: ['client_id', 'client_secret'],
    description: 'A description',
    version: 1,
    createdAt: now,
    updatedAt: now,
    access: { agentIds: ['one', 'two'], version: 1, updatedAt: now, mac: bytes(4) },
  };
}

function newToken(): TokenRecord {
  return {
    id: 't',
    accountId: 'a',
    name: 'Token',
    role: 'agent',
    agentId: 'one',
    digest: bytes(5),
    createdAt: now,
    expiresAt: now,
    revokedAt: null,
    mac: bytes(6),
  };
}

function entry(seq: number): AuditRecord {
  return {
    seq,
    at: now,
    accountId: 'a',
    actorId: 't',
    actorRole: 'admin',
    action: 'access.change',
    decision: 'denied',
    code: 'Forbidden',
    secretName: 'x',
    agentId: 'one',
    version: 2,
    granted: ['one'],
    revoked: [],
    requestId: 'r',
    mac: bytes(3),
  };
}
