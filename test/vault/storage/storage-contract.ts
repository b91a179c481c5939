import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '../../../vault/storage/storage.ts';
import { describeLists } from './contract-of-lists.ts';
import { describeLog } from './contract-of-log.ts';
import { describePeople } from './contract-of-people.ts';
import { describeRetention } from './contract-of-retention.ts';
import { describeSecrets } from './contract-of-secrets.ts';
import { account, agent, bytes, entry, newToken, now, secret, version } from './records.ts';

/** The contract of every storage; `open` returns an empty one. */
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
        await tx.insertAccount(account('a'));
        await tx.insertAccount(account('b'));
      });
    });
    afterEach(() => drop());

    it('rolls back all failed work, and none of its neighbors', async () => {
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

    it('keeps the last stored time', async () => {
      const stored = () => storage.look((view) => view.knownTime());
      expect(await stored()).toBeUndefined();
      await storage.transact((tx) => tx.setKnownTime('first'));
      await storage.transact(async (tx) => {
        await tx.setKnownTime('second');
        expect(await tx.knownTime()).toBe('second');
      });
      expect(await stored()).toBe('second');
    });

    it('keeps the audit chain intact when neighbors fail', async () => {
      const append = (fail: boolean) =>
        storage.transact(async (tx) => {
          await tx.appendAudit((head) => entry(head.seq + 1));
          if (fail) throw new Error('changed my mind');
        });
      await Promise.allSettled([append(false), append(true), append(false), append(true), append(false)]);
      expect((await storage.auditAfter(0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    });

    it('returns every field of an audit entry', async () => {
      await storage.transact((tx) => tx.appendAudit(() => entry(1)));
      expect(await storage.auditAfter(0, 10)).toEqual([entry(1)]);
      const heads: unknown[] = [];
      await storage.transactReading((tx) =>
        tx.appendAudit((head) => {
          heads.push(head);
          return entry(2);
        }),
      );
      expect(heads.at(-1)).toEqual({ seq: 1, mac: bytes(3) });
    });

    it('separates accounts', async () => {
      await storage.transact(async (tx) => {
        expect(await tx.insertSecret(secret('a', 'x'), version('a-x'))).toBe(true);
        expect(await tx.insertSecret(secret('b', 'x'), version('b-x'))).toBe(true);
        expect(await tx.insertSecret({ ...secret('a', 'x'), id: 'again' }, version('again'))).toBe(false);
        await tx.insertAgent(agent('one'));
        expect(await tx.unknownAgents('b', ['one'])).toEqual(['one']);
        expect(await tx.findReadable('c', 'x')).toBeUndefined();
        expect(await tx.findTokenById('b', 't')).toBeUndefined();
      });
    });

    it('distinguishes names that differ in case or accent only', async () => {
      await storage.transact(async (tx) => {
        for (const name of ['key', 'KEY', 'kéy', 'a/b', "'; drop table secrets; --"]) {
          expect(await tx.insertSecret(secret('a', name), version(`a-${name}`))).toBe(true);
        }
      });
    });

    it('finds a token with its account, and sees a revocation immediately', async () => {
      const token = newToken();
      await storage.transact((tx) => tx.insertToken(token));
      const found = await storage.findToken(token.digest);
      expect(found?.token).toEqual(token);
      expect(found?.account.id).toBe('a');
      await storage.transact((tx) => tx.updateToken({ ...token, revokedAt: now }));
      expect((await storage.findToken(token.digest))?.token.revokedAt).toBe(now);
      expect(await storage.findToken(bytes(9))).toBeUndefined();
    });

    it('finds a token as committed, among changes of other things and one that is rolled back', async () => {
      const token = newToken();
      await storage.transact((tx) => tx.insertToken(token));
      const look = async () => (await storage.transact((tx) => tx.findToken(token.digest)))?.token.revokedAt;
      const change = () =>
        storage.transact((tx) => tx.appendEvent('a', { type: 'catalog-changed', names: [] }));
      const revoke = (fail: boolean) =>
        storage.transact(async (tx) => {
          await tx.updateToken({ ...token, revokedAt: now });
          expect((await tx.findToken(token.digest))?.token.revokedAt).toBe(now);
          if (fail) throw new Error('changed my mind');
        });
      const results = await Promise.allSettled([look(), change(), revoke(true), look(), change(), look()]);
      expect(results.map((one) => one.status === 'fulfilled' && one.value)).toEqual([
        null,
        undefined,
        false,
        null,
        undefined,
        null,
      ]);
      await Promise.all([look(), change(), revoke(false)]);
      expect([await look(), await look()]).toEqual([now, now]);
    });

    it('never shows a token that may still be rolled back', async () => {
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

    it('shows a reader what is committed, and nothing that may be rolled back', async () => {
      const seen: number[] = [];
      const count = () =>
        storage.look(async (view) => (await view.listAgents('a', { after: undefined, limit: 10 })).length);
      const doomed = storage.transact(async (tx) => {
        await tx.insertAgent(agent('one'));
        seen.push(await count());
        throw new Error('changed my mind');
      });
      await expect(doomed).rejects.toThrow('changed my mind');
      await storage.transact((tx) => tx.insertAgent(agent('two')));
      expect([...seen, await count()]).toEqual([0, 1]);
    });

    it('leaves no entry of a failed read, and keeps those of its neighbors', async () => {
      const read = (fail: boolean) =>
        storage.transactReading(async (tx) => {
          await tx.appendAudit((head) => entry(head.seq + 1));
          if (fail) throw new Error('refused');
          return tx.findAccount('a');
        });
      const results = await Promise.allSettled([read(false), read(true), read(false)]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await storage.auditAfter(0, 10)).map(({ seq }) => seq)).toEqual([1, 2]);
    });

    it('counts the changes of a catalog', async () => {
      await storage.transact((tx) => tx.bumpCatalogVersion('a'));
      const found = await storage.transact((tx) => tx.findAccount('a'));
      expect(found?.catalogVersion).toBe(2);
    });

    it('counts the changes of a catalog, whichever of its neighbors fails', async () => {
      const change = (fail: boolean) =>
        storage.transact(async (tx) => {
          await tx.bumpCatalogVersion('a');
          const seen = await tx.findAccount('a');
          await tx.appendEvent('a', { type: 'catalog-changed', names: ['x'] });
          if (fail) throw new Error('refused');
          return seen?.catalogVersion ?? 0;
        });
      const [first, , last] = await Promise.allSettled([change(false), change(true), change(false)]);
      expect(first).toMatchObject({ status: 'fulfilled', value: 2 });
      expect(last).toMatchObject({ status: 'fulfilled', value: 3 });
      expect((await storage.look((view) => view.findAccount('a')))?.catalogVersion).toBe(3);
      const alone = await Promise.allSettled([change(true)]);
      expect(alone).toMatchObject([{ status: 'rejected' }]);
      expect((await storage.look((view) => view.findAccount('a')))?.catalogVersion).toBe(3);
    });

    describeSecrets(() => storage);
    describePeople(() => storage);
    describeLists(() => storage);
    describeLog(() => storage);
    describeRetention(() => storage);
  });
}
