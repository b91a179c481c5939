import type {
  AccessChange,
  AccessChanges,
  AccessList,
  ChangedAccess,
} from '../contracts/vault-api/access.ts';
import type { Agent } from '../contracts/vault-api/agents.ts';
import type { NewSecret, SecretMetadata } from '../contracts/vault-api/secrets.ts';
import type { VaultClient } from '../vault-client/index.ts';

/** The signed-in person's account at the vault: what panels may ask of it, and no more. */
export interface Account {
  agents(): Promise<readonly Agent[]>;
  secrets(): Promise<readonly SecretMetadata[]>;
  createSecret(secret: NewSecret): Promise<SecretMetadata>;
  access(name: string): Promise<AccessList>;
  changeAccess(name: string, change: AccessChange, version: number): Promise<AccessList>;
  /** All of it or nothing. */
  changeManyAccess(changes: AccessChanges): Promise<ChangedAccess>;
}

/** `changed` is told of every change made here, so that nobody depends on the vault's events for it. */
export function accountAt(vault: VaultClient, accountId: string, changed: () => void): Account {
  const telling = async <T>(change: Promise<T>): Promise<T> => {
    const answer = await change;
    changed();
    return answer;
  };
  return {
    agents: () => vault.agents(accountId),
    secrets: () => vault.secrets(accountId),
    createSecret: (secret) => telling(vault.createSecret(accountId, secret)),
    access: (name) => vault.access(accountId, name),
    changeAccess: (name, change, version) => telling(vault.changeAccess(accountId, name, change, version)),
    changeManyAccess: (changes) => telling(vault.changeManyAccessLists(accountId, changes)),
  };
}
