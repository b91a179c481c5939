import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { createApp } from '../../../vault/app.ts';
import { rootKeyOf } from '../../../vault/crypto/root-key.ts';
import { defaultLimits } from '../../../vault/rate-limit/rate-limit.ts';
import { openVault } from '../../../vault/domain/open-vault.ts';
import type { Vault } from '../../../vault/domain/context/vault.ts';
import type { Storage } from '../../../vault/storage/storage.ts';
import type { VaultApp } from '../../../vault/plugins/vault-app.ts';
import { compiledSchemas } from './compiled-schemas.ts';

/** A vault on any storage with a frozen clock and predictable ids. */
export interface VaultOn {
  readonly app: VaultApp;
  readonly vault: Vault;
  readonly adminKey: string;
  /** Everything logged so far, at the most verbose level. */
  readonly log: readonly string[];
  advance(milliseconds: number): void;
  close(): Promise<void>;
}

export const accountId = 'acc_test';
export const beginning = Date.parse('2026-01-01T00:00:00Z');

export async function openVaultOn(storage: Storage): Promise<VaultOn> {
  let time = beginning;
  let ids = 0;
  let adminKey = '';
  const vault = await openVault({
    storage,
    rootKey: rootKeyOf(randomBytes(32)),
    now: () => new Date(time),
    newId: (prefix) => `${prefix}_${String((ids += 1)).padStart(6, '0')}`,
    account: { id: accountId, name: 'Test' },
    // Tests move the clock by years. Other tests cover the limit.
    tokenDays: { people: 3660, agents: 3660 },
    keepAdminKey: (key) => {
      adminKey = key;
    },
  });
  const log: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) });
  // Some tests try thousands of keys on purpose. Other tests cover the limits.
  const limits = { ...defaultLimits, unknownKeys: { perSecond: 1e6, burst: 1e6 } };
  const app = await createApp({ vault, schemaController: compiledSchemas, logger, hosts: [], limits });
  return {
    app,
    vault,
    adminKey,
    log,
    advance: (milliseconds) => {
      time += milliseconds;
    },
    async close() {
      await app.close();
      await storage.close();
    },
  };
}
