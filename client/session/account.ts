import type {
  AccessChange,
  AccessChanges,
  AccessList,
  ChangedAccess,
} from '../../contracts/vault-api/access.ts';
import type { Agent } from '../../contracts/vault-api/agents.ts';
import type { AuditEvent } from '../../contracts/vault-api/audit.ts';
import type { TokenMetadata } from '../../contracts/vault-api/identity.ts';
import type {
  NewSecret,
  SecretChange,
  SecretMetadata,
  VersionPage,
} from '../../contracts/vault-api/secrets.ts';
import type { User } from '../../contracts/vault-api/users.ts';
import type { AuditSearch, VaultClient } from '../../vault-client/index.ts';

/** The signed-in user's account at the vault, limited to the calls that panels can make. */
export interface Account {
  readonly accountId: string;
  agents(): Promise<readonly Agent[]>;
  secrets(): Promise<readonly SecretMetadata[]>;
  secret(name: string): Promise<SecretMetadata>;
  createSecret(secret: NewSecret): Promise<SecretMetadata>;
  /** Here and below, `etag` identifies the version that the change is based on. */
  changeSecret(name: string, change: SecretChange, etag: string): Promise<SecretMetadata>;
  /** Newest first. */
  versions(name: string): Promise<readonly VersionPage['versions'][number][]>;
  restoreVersion(name: string, version: number, etag: string): Promise<SecretMetadata>;
  access(name: string): Promise<AccessList>;
  changeAccess(name: string, change: AccessChange, etag: string): Promise<AccessList>;
  /** Atomic: all changes or none. */
  changeManyAccess(changes: AccessChanges): Promise<ChangedAccess>;
  /** Newest first; pages are requested when they are needed. */
  auditEvents(search: AuditSearch): AsyncIterable<AuditEvent>;
  tokens(): Promise<readonly TokenMetadata[]>;
  users(): Promise<readonly User[]>;
}

/** `changed` is called after every change made here. */
export function accountAt(vault: VaultClient, accountId: string, changed: () => void): Account {
  const telling = async <T>(change: Promise<T>): Promise<T> => {
    const answer = await change;
    changed();
    return answer;
  };
  return {
    accountId,
    agents: () => vault.agents(accountId),
    secrets: () => vault.secrets(accountId),
    secret: (name) => vault.secret(accountId, name),
    createSecret: (secret) => telling(vault.createSecret(accountId, secret)),
    changeSecret: (name, change, etag) => telling(vault.changeSecret(accountId, name, change, etag)),
    versions: (name) => vault.versions(accountId, name),
    restoreVersion: (name, version, etag) => telling(vault.restoreVersion(accountId, name, version, etag)),
    access: (name) => vault.access(accountId, name),
    changeAccess: (name, change, etag) => telling(vault.changeAccess(accountId, name, change, etag)),
    changeManyAccess: (changes) => telling(vault.changeManyAccessLists(accountId, changes)),
    auditEvents: (search) => vault.auditEvents(accountId, search),
    tokens: () => vault.tokens(accountId, {}),
    users: () => vault.users(accountId),
  };
}
