import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../../vault/app.ts';
import { cleanUp, endAccess } from '../../../vault/background/clean-up.ts';
import { watchClock } from '../../../vault/background/watches.ts';
import { describeStorage } from '../../../vault/control/describe-storage.ts';
import { rootKeyOf } from '../../../vault/crypto/root-key.ts';
import { confirmClock } from '../../../vault/domain/keys/operator-decisions.ts';
import { openVault } from '../../../vault/domain/open-vault.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import { Metrics } from '../../../vault/observability/metrics.ts';
import type { Storage } from '../../../vault/storage/storage.ts';
import { pino } from 'pino';

const hour = 3_600_000;
const day = 24 * hour;
const operator = {
  accountId: 'acc_test',
  actorId: 'operator',
  actorRole: 'vault',
  requestId: 'control',
} as const;

interface Place {
  /** Opens the same database again. */
  open(): Promise<Storage>;
  drop(): Promise<void>;
}

interface Running {
  readonly vault: Vault;
  readonly metrics: Metrics;
  ask(method: 'DELETE' | 'GET' | 'PATCH' | 'POST', url: string, body?: object, tag?: string): Promise<number>;
  /** One run of everything that destroys data automatically. */
  cleanUp(): Promise<void>;
  /** One run of the clock check. */
  watch(): Promise<void>;
  stop(): Promise<void>;
}

const secretUrl = '/v1/accounts/acc_test/secrets/stripe';

/** What a vault destroys, by which clock; the same on every storage. */
export function describeClock(engine: string, makePlace: () => Promise<Place>): void {
  describe(`a clock that may be wrong, with ${engine}`, () => {
    let place: Place;
    let wall: number;
    let ran: number;
    let ids: number;
    let adminKey: string;
    let running: Running | undefined;
    let log: string[];
    beforeEach(async () => {
      place = await makePlace();
      [wall, ran, ids, log] = [Date.parse('2026-01-01T00:00:00Z'), 0, 0, []];
    });
    afterEach(async () => {
      await running?.stop();
      await place.drop();
    });

    async function start(): Promise<Running> {
      const storage = await place.open();
      const vault = await openVault({
        storage,
        rootKey: rootKeyOf(Buffer.alloc(32, 7)),
        now: () => new Date(wall),
        monotonic: () => ran,
        newId: (prefix) => `${prefix}_${String((ids += 1))}`,
        account: { id: 'acc_test', name: 'Test' },
        keepAdminKey: (key) => void (adminKey = key),
      });
      const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(line) });
      const app = await createApp({ vault, logger: pino({ level: 'silent' }), hosts: [] });
      const metrics = new Metrics();
      const watching = watchClock(vault, metrics, logger);
      return (running = {
        vault,
        metrics,
        async ask(method, url, body, tag = '*') {
          const headers = { authorization: `Bearer ${adminKey}`, 'if-match': tag };
          return (await app.inject({ method, url, headers, ...(body && { payload: body }) })).statusCode;
        },
        async cleanUp() {
          for (const background of [cleanUp, endAccess]) await background(vault, logger)();
        },
        async watch() {
          watching.next();
          await watching.stop();
        },
        async stop() {
          running = undefined;
          await watching.stop();
          await app.close();
          await storage.close();
        },
      });
    }

    /** A vault with a secret that was deleted, and one with a grant that ends in three hours. */
    async function startWithDeleted(): Promise<Running> {
      const vault = await start();
      await vault.ask('POST', '/v1/accounts/acc_test/agents', { agentId: 'A', agentName: 'Agent' });
      for (const name of ['stripe', 'mail'])
        await vault.ask('POST', '/v1/accounts/acc_test/secrets', { name, kind: 'single', value: 'not-real' });
      const until = new Date(wall + 3 * hour).toISOString();
      const grant = { grant: ['A'], until };
      const mail = await vault.vault.storage.look((view) => view.findSecret('acc_test', 'mail'));
      const url = '/v1/accounts/acc_test/secrets/mail/access';
      expect(await vault.ask('PATCH', url, grant, `"${mail?.id ?? ''}.a1"`)).toBe(200);
      expect(await vault.ask('DELETE', secretUrl)).toBeLessThan(300);
      return vault;
    }

    function pass(milliseconds: number): void {
      wall += milliseconds;
      ran += milliseconds;
    }

    async function granted({ vault }: Running): Promise<readonly string[]> {
      const secret = await vault.storage.look((view) => view.findSecret('acc_test', 'mail'));
      return secret?.access.agentIds ?? [];
    }

    async function isThere({ vault }: Running): Promise<boolean> {
      return (await vault.storage.look((view) => view.findSecret('acc_test', 'stripe'))) !== undefined;
    }

    it('destroys deleted data when the week has really passed', async () => {
      const vault = await startWithDeleted();
      for (let days = 0; days < 8; days += 1) {
        pass(day);
        await vault.watch();
      }
      await vault.cleanUp();
      expect(await isThere(vault)).toBe(false);
      expect(await granted(vault)).toEqual([]);
    });

    it('destroys nothing at a start eight days ahead, and all can be undone when the clock is right', async () => {
      await (await startWithDeleted()).stop();
      wall += 8 * day;
      let vault = await start();
      await vault.cleanUp();
      expect(await isThere(vault)).toBe(true);
      expect(await granted(vault)).toEqual(['A']);
      // Entries under the wrong clock do not make the next start look right.
      await vault.ask('GET', '/v1/me');
      await vault.ask('GET', '/v1/accounts/acc_test/secrets');
      await vault.stop();
      vault = await start();
      await vault.cleanUp();
      expect(await isThere(vault)).toBe(true);
      await vault.stop();
      wall -= 8 * day;
      vault = await start();
      expect(vault.vault.clock.mayDestroy).toBe(true);
      await vault.cleanUp();
      expect(await vault.ask('POST', `${secretUrl}:undelete`)).toBe(200);
    });

    it('destroys nothing when the clock jumps while the vault runs', async () => {
      const vault = await startWithDeleted();
      pass(hour);
      await vault.watch();
      wall += 8 * day;
      await vault.cleanUp();
      expect(await isThere(vault)).toBe(true);
      await vault.watch();
      await vault.cleanUp();
      expect(await isThere(vault)).toBe(true);
    });

    it('informs the operator in log, metrics and status, also once it is right again', async () => {
      const vault = await startWithDeleted();
      expect(vault.metrics.render()).toContain('agent_secrets_vault_clock_ahead_seconds 0\n');
      wall += 8 * day;
      await vault.watch();
      expect(log.join('')).toContain('8.0 days ahead');
      expect(log.join('')).toContain('agent-secrets vault confirm-clock');
      const seconds = (8 * day) / 1000;
      expect(vault.metrics.render()).toContain(
        `agent_secrets_vault_clock_ahead_seconds ${String(seconds)}\n`,
      );
      const { storage, clock } = vault.vault;
      expect(await describeStorage(storage, clock)).toMatchObject({ clockAheadSeconds: seconds });
      wall -= 8 * day;
      await vault.watch();
      expect(log.at(-1)).toContain('the clock is trusted again');
      expect(await describeStorage(storage, clock)).not.toHaveProperty('clockAheadSeconds');
    });

    it('continues when an operator confirms the clock, which leaves an entry and persists', async () => {
      await (await startWithDeleted()).stop();
      wall += 8 * day;
      let vault = await start();
      await confirmClock(vault.vault, operator);
      const actions = (await vault.vault.storage.auditAfter(0, 1000)).map(({ action }) => action);
      expect(actions.at(-1)).toBe('vault.confirm-clock');
      await vault.stop();
      vault = await start();
      await vault.cleanUp();
      expect(await isThere(vault)).toBe(false);
    });

    it('continues after a day of running under the same clock, also in several parts', async () => {
      await (await startWithDeleted()).stop();
      wall += 8 * day;
      let vault = await start();
      pass(12 * hour);
      await vault.watch();
      await vault.stop();
      wall += 10 * hour;
      vault = await start();
      pass(11 * hour);
      await vault.watch();
      await vault.cleanUp();
      expect(await isThere(vault)).toBe(true);
      pass(hour);
      await vault.watch();
      await vault.cleanUp();
      expect(await isThere(vault)).toBe(false);
    });

    it('restarts the day of trial when the clock jumps again', async () => {
      await (await startWithDeleted()).stop();
      wall += 8 * day;
      const vault = await start();
      pass(23 * hour);
      await vault.watch();
      wall += 8 * day;
      await vault.watch();
      pass(2 * hour);
      await vault.watch();
      await vault.cleanUp();
      expect(await isThere(vault)).toBe(true);
    });

    it('takes the time from its newest entry in an older vault', async () => {
      const vault = await startWithDeleted();
      // As a version without a stored time left it.
      await vault.vault.storage.transact((tx) => tx.setKnownTime(''));
      await vault.stop();
      wall += 8 * day;
      const again = await start();
      await again.cleanUp();
      expect(await isThere(again)).toBe(true);
    });

    it('counts time once, however many processes of the vault run', async () => {
      const first = await startWithDeleted();
      const second = await start();
      wall += 8 * day;
      for (let hours = 0; hours < 6; hours += 1) {
        pass(hour);
        for (const { vault } of [first, second]) await vault.clock.check(vault.storage);
      }
      const stored: unknown = JSON.parse((await first.vault.storage.look((view) => view.knownTime())) ?? '');
      expect(stored).toMatchObject({ at: wall - 8 * day });
      // A confirmation in one process applies to the other one.
      await confirmClock(second.vault, operator);
      await first.vault.clock.check(first.vault.storage);
      expect(first.vault.clock.mayDestroy).toBe(true);
      await second.stop();
      await first.stop();
    });
  });
}
