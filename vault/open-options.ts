import { randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import { base62 } from './crypto/bytes.ts';
import type { DataDirectory } from './data-directory.ts';
import type { CheckpointSink } from './domain/audit/checkpoints.ts';
import type { OpenOptions } from './domain/open-vault.ts';
import type { Storage } from './storage/storage.ts';

type FirstOptions = Pick<Config, 'accountId' | 'accountName'> &
  Partial<Pick<Config, 'maxAgentTokenDays' | 'maxTokenDays'>>;

/** Options with which this process opens a vault. */
export function openOptions(
  storage: Storage,
  directory: Pick<DataDirectory, 'keepAdminKey' | 'rootKey'>,
  { accountId, accountName, maxTokenDays, maxAgentTokenDays = maxTokenDays }: FirstOptions,
  checkpoints: CheckpointSink,
): OpenOptions {
  return {
    storage,
    rootKey: directory.rootKey,
    ...clockAndIds,
    account: { id: accountId, name: accountName },
    ...(maxTokenDays !== undefined &&
      maxAgentTokenDays !== undefined && { tokenDays: { people: maxTokenDays, agents: maxAgentTokenDays } }),
    checkpoints,
    keepAdminKey: (key) => directory.keepAdminKey(key),
  };
}

/** The clock and the random ids of a real vault. */
export const clockAndIds: Pick<OpenOptions, 'newId' | 'now'> = {
  now: () => new Date(),
  newId: (prefix) => `${prefix}_${base62(BigInt(`0x${randomBytes(16).toString('hex')}`), 22)}`,
};
