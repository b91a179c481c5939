import type { AccessChanges, ChangedAccess } from '../contracts/vault-api/access.ts';
import type { Agent, AgentChange } from '../contracts/vault-api/agents.ts';
import type { AccessRequest, NewAccessRequest, RequestStatus } from '../contracts/vault-api/requests.ts';
import type { SecretChange, SecretMetadata, VersionPage } from '../contracts/vault-api/secrets.ts';

/** What a list of secrets is narrowed to. */
export interface SecretSearch {
  readonly prefix?: string;
  readonly agentId?: string;
  readonly kind?: SecretMetadata['kind'];
  readonly includeDeleted?: boolean;
}

/** A request for access, as the vault's addresses name it. */
export interface RequestAddress {
  readonly agentId: string;
  readonly requestId: string;
}

/**
 * The life of secrets, for programs that manage them; like the client, it reads no value and rejects
 * with a `VaultError` only.
 */
export interface VaultManager {
  findSecrets(
    accountId: string,
    search: SecretSearch,
    signal?: AbortSignal,
  ): Promise<readonly SecretMetadata[]>;
  secret(accountId: string, name: string, signal?: AbortSignal): Promise<SecretMetadata>;
  /** `revision` is the one the change was decided on; `any`: whatever is there. */
  changeSecret(
    accountId: string,
    name: string,
    change: SecretChange,
    revision: number | 'any',
  ): Promise<SecretMetadata>;
  deleteSecret(accountId: string, name: string): Promise<SecretMetadata>;
  undeleteSecret(accountId: string, name: string): Promise<SecretMetadata>;
  /** Destroys a deleted secret with all its versions now, before its week is over. */
  purgeSecret(accountId: string, name: string): Promise<void>;
  /** Newest first. */
  versions(
    accountId: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<readonly VersionPage['versions'][number][]>;
  restoreVersion(accountId: string, name: string, version: number): Promise<SecretMetadata>;
  /** All of the changes are made, or none. */
  changeManyAccessLists(accountId: string, changes: AccessChanges): Promise<ChangedAccess>;
  changeAgent(accountId: string, agentId: string, change: AgentChange): Promise<Agent>;
  /** All its tokens end, and it is on no access list any more; its id is never given again. */
  deleteAgent(accountId: string, agentId: string): Promise<void>;
  /** Newest first. */
  accessRequests(
    accountId: string,
    status?: RequestStatus,
    signal?: AbortSignal,
  ): Promise<readonly AccessRequest[]>;
  agentAccessRequests(
    agentId: string,
    status?: RequestStatus,
    signal?: AbortSignal,
  ): Promise<readonly AccessRequest[]>;
  /** Gives the pending one when there is one already. */
  requestAccess(agentId: string, request: NewAccessRequest): Promise<AccessRequest>;
  approveRequest(request: RequestAddress, note?: string): Promise<AccessRequest>;
  declineRequest(request: RequestAddress, note?: string): Promise<AccessRequest>;
  cancelRequest(request: RequestAddress): Promise<AccessRequest>;
}
