import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { Connection } from '../../../vault/storage/sqlite/connection.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';
import { type AuditFilter, StorageError } from '../../../vault/storage/storage.ts';
import { spreadAudit } from '../support/spread-audit.ts';
import { makeTestDirectory } from '../support/test-vault.ts';
import { bytes, entry } from './records.ts';
import { describeStorage } from './storage-contract.ts';

function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = makeTestDirectory();
  return work(directory).finally(() => rmSync(directory, { recursive: true, force: true }));
}

describeStorage('SQLite', async () => {
  const directory = makeTestDirectory();
  const storage = openSqliteStorage(join(directory, 'vault.db'));
  const drop = async () => {
    await storage.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { storage, drop };
});

describe('the SQLite file', () => {
  it('is readable by its owner only, and so are the files next to it', () =>
    inDirectory(async (directory) => {
      const storage = openSqliteStorage(join(directory, 'vault.db'));
      await storage.transact((tx) => tx.setVaultId('v'));
      const modes = readdirSync(directory).map((name) => statSync(join(directory, name)).mode & 0o777);
      expect(modes).toEqual([0o600, 0o600, 0o600]);
      await storage.close();
    }));

  it('filters the entries of earlier vaults like its own', () =>
    inDirectory(async (directory) => {
      const file = join(directory, 'vault.db');
      const written = openSqliteStorage(file);
      const actions = ['secret.list', 'token.issue', 'tokenless', 'value.read'];
      for (const [hour, action] of actions.entries()) {
        const changes = { action, at: `2026-01-01T0${String(hour)}:00:00.000Z`, userId: `usr_${action}` };
        await written.transact((tx) => tx.appendAudit(({ seq }) => entry(seq + 1, changes)));
      }
      await written.close();
      const database = new Database(file);
      spreadAudit(database);
      database.close();
      const storage = openSqliteStorage(file);
      const list = async (filter: AuditFilter) => {
        const page = { before: undefined, limit: 9 };
        const { entries } = await storage.look((view) => view.listAudit('a', page, filter));
        return entries.map(({ seq }) => seq);
      };
      expect(await list({ actions: ['token.*', 'value.read'] })).toEqual([4, 2]);
      expect(await list({ since: '2026-01-01T01:00:00.000Z', until: '2026-01-01T03:00:00.000Z' })).toEqual([
        3, 2,
      ]);
      expect(await list({ userId: 'usr_secret.list' })).toEqual([1]);
      await storage.close();
    }));

  it('unpacks no more commits of the audit log than a page needs, however different their sizes', () =>
    inDirectory(async (directory) => {
      const storage = openSqliteStorage(join(directory, 'vault.db'));
      for (const entries of [1, 60, 60, 60, 60, 60]) {
        await storage.transact(async (tx) => {
          for (let count = 0; count < entries; count += 1)
            await tx.appendAudit((head) => entry(head.seq + 1, { mac: bytes(head.seq + 1) }));
        });
      }
      const parse = vi.spyOn(JSON, 'parse');
      const groups = () => parse.mock.calls.filter(([text]) => text.startsWith('[[')).length;
      expect(await storage.auditAfter(0, 50)).toHaveLength(50);
      expect(groups()).toBe(2);
      parse.mockClear();
      expect((await storage.auditAfter(60, 50)).map(({ seq }) => seq).at(-1)).toBe(110);
      expect(groups()).toBeLessThanOrEqual(2);
      parse.mockRestore();
      await storage.close();
    }));

  it('can be opened again', () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'vault.db');
      const first = openSqliteStorage(path);
      await first.transact((tx) => tx.setVaultId('v'));
      await first.close();
      const second = openSqliteStorage(path);
      expect(await second.transact((tx) => tx.vaultId())).toBe('v');
      await second.close();
    }));

  it('is refused when a newer program wrote it', () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'vault.db');
      await openSqliteStorage(path).close();
      const database = new Database(path);
      database.pragma('user_version = 99');
      database.close();
      expect(() => openSqliteStorage(path)).toThrow('Update this program');
    }));

  it('allows other reads and writes during a long read, each on one snapshot', () =>
    inDirectory(async (directory) => {
      const storage = openSqliteStorage(join(directory, 'vault.db'));
      const done = Promise.withResolvers<void>();
      const long = Array.from({ length: 3 }, () =>
        storage.look(async (view) => {
          const before = await view.vaultId();
          await done.promise;
          return [before, await view.vaultId()];
        }),
      );
      await storage.look((view) => view.vaultId());
      await storage.transact((tx) => tx.setVaultId('v'));
      expect(await storage.look((view) => view.vaultId())).toBe('v');
      done.resolve();
      for (const seen of await Promise.all(long)) expect(seen).toEqual([undefined, undefined]);
      await storage.close();
    }));

  it('has its log copied in the background, before a commit has to do so', () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'vault.db');
      const storage = openSqliteStorage(path);
      const names = Array.from({ length: 100 }, (_, index) => 'not-a-real-name'.repeat(8000) + String(index));
      await storage.transact(async (tx) => {
        for (const name of names) {
          await tx.appendEvent('a', { type: 'catalog-changed', names: [name] });
        }
      });
      const other = new Database(path, { readonly: true });
      const state = other.prepare<[], { log: number; checkpointed: number }>('pragma wal_checkpoint(noop)');
      const waiting = (): boolean => state.get()?.log !== state.get()?.checkpointed;
      await expect.poll(waiting, { timeout: 4000 }).toBe(false);
      expect(statSync(path).size).toBeGreaterThan(names.length * 100_000);
      other.close();
      expect(await storage.eventsAfter('a', 0)).toHaveLength(names.length);
      await storage.close();
    }));

  it('whose log cannot be checked after a commit does not fail that commit', () =>
    inDirectory(async (directory) => {
      const connection = Connection.openWriter(join(directory, 'vault.db'));
      connection.close();
      expect(connection.waitingPages()).toBe(0);
    }));

  it('fails the operation, not the process, when the engine refuses', () =>
    inDirectory(async (directory) => {
      const storage = openSqliteStorage(join(directory, 'vault.db'));
      const twice = storage.transact(async (tx) => {
        await tx.setVaultId('v');
        await tx.setVaultId('v');
      });
      await expect(twice).rejects.toThrow(StorageError);
      expect(await storage.transact((tx) => tx.vaultId())).toBeUndefined();
      await storage.close();
    }));
});
