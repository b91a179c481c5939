import type { Generated, Kysely } from 'kysely';
import type { AccessRequestRecord, AuditRecord, KeyRecord, TokenRecord, UserRecord } from '../records.ts';

/**
 * Rows as both engines return them. Lists are JSON strings, flags are 0 or 1, ciphertext and MACs are bytes.
 */
export interface Tables {
  meta: { key: string; value: string };
  keys: KeyRow;
  accounts: AccountRow;
  agents: AgentRow;
  secrets: SecretRow;
  /** Index of the secrets of an agent; the access list in the secret's row is authoritative. */
  secret_agents: { account_id: string; agent_id: string; name: string; secret_id: string };
  secret_versions: VersionRow;
  users: UserRow;
  tokens: TokenRow;
  workload_identities: WorkloadIdentityRow;
  sandbox_sessions: SessionRow;
  ended: EndRow;
  environment_secrets: EnvironmentSecretRow;
  access_requests: AccessRequestRow;
  idempotency: IdempotencyRow;
  /** Entries written before entries were stored in groups; entries in groups are newer. */
  audit: AuditRow;
  audit_groups: AuditGroupRow;
  checkpoints: { seq: number; mac: Buffer; at: string; key_id: string; signature: Buffer };
  audit_segments: SegmentRow;
  audit_snapshot: { part: number; bytes: Buffer };
  events: { seq: Generated<number>; account_id: string; event: string };
}

/** Builds typed SQL for the engine to run, so that it can be part of a group commit. */
export type Queries = Kysely<Tables>;

export interface KeyRow {
  purpose: KeyRecord['purpose'];
  term: number;
  wrapped: Buffer;
  created_at: string;
  state: KeyRecord['state'];
}

export interface AccountRow {
  id: string;
  name: string;
  vault_enabled: number;
  second_approver: number;
  assistants_off: number;
  catalog_version: number;
  created_at: string;
  revision: number;
  mac: Buffer;
}

export interface AgentRow {
  account_id: string;
  agent_id: string;
  agent_name: string;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
  revision: number;
  mac: Buffer;
}

export interface SecretRow {
  id: string;
  account_id: string;
  name: string;
  kind: 'single' | 'key_value';
  fields: string;
  description: string;
  version: number;
  latest_version: number;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
  purge_after: string | null;
  deprecated_at: string | null;
  replacement: string | null;
  agent_ids: string;
  access_version: number;
  access_updated_at: string;
  /** Alternates between expiries and agent ids, earliest expiry first, so that rows sort by it. */
  access_ends: string;
  /** JSON; `{}` if nothing is recorded. */
  upkeep: string;
  /** The earlier of expiry and rotation in `upkeep`, to find secrets by it. */
  due_on: string | null;
  revision: number;
  mac: Buffer;
  /** To the hour. */
  last_read_at: string | null;
}

export interface SealedRow {
  wrapped_key: Buffer;
  sealed_value: Buffer;
}

export interface VersionRow extends SealedRow {
  secret_id: string;
  version: number;
  kind: 'single' | 'key_value';
  fields: string;
  term: number;
  created_at: string;
  created_by: string;
  mac: Buffer;
}

export interface UserRow {
  id: string;
  account_id: string;
  name: string;
  email: string | null;
  role: UserRecord['role'];
  issuer: string | null;
  subject: string | null;
  created_at: string;
  updated_at: string;
  disabled_at: string | null;
  revision: number;
  mac: Buffer;
}

export interface TokenRow {
  id: string;
  account_id: string;
  name: string;
  role: TokenRecord['role'];
  agent_id: string | null;
  user_id: string | null;
  addresses: string;
  issued_by: string | null;
  digest: Buffer;
  created_at: string;
  expires_at: string;
  revoked_at: string | null;
  last_used_at: string | null;
  mac: Buffer;
}

export interface WorkloadIdentityRow {
  id: string;
  account_id: string;
  agent_id: string;
  name: string;
  issuer: string;
  claims: string;
  token_minutes: number;
  created_at: string;
  mac: Buffer;
}

export interface SessionRow {
  id: string;
  account_id: string;
  user_id: string;
  digest: Buffer;
  created_at: string;
  expires_at: string;
  revoked_at: string | null;
  mac: Buffer;
}

export interface EndRow {
  id: string;
  account_id: string;
  ended_at: string;
  expires_at: string;
}

export interface EnvironmentSecretRow {
  id: string;
  account_id: string;
  user_id: string;
  name: string;
  description: string;
  version: number;
  created_at: string;
  updated_at: string;
  revision: number;
  mac: Buffer;
}

export interface AccessRequestRow {
  id: string;
  account_id: string;
  agent_id: string;
  secret_name: string;
  status: AccessRequestRecord['status'];
  reason: string;
  place: string | null;
  requested_by: string;
  requested_by_name: string;
  created_at: string;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: string | null;
  note: string | null;
  approved_by: string | null;
  approved_by_name: string | null;
  approved_at: string | null;
  access_until: string | null;
  mac: Buffer;
}

export interface IdempotencyRow {
  account_id: string;
  actor_id: string;
  route: string;
  digest: Buffer;
  request_digest: Buffer;
  answer: string;
  created_at: string;
  expires_at: string;
  mac: Buffer;
}

export interface AuditRow {
  seq: number;
  at: string;
  account_id: string;
  actor_id: string;
  actor_role: AuditRecord['actorRole'];
  action: string;
  decision: AuditRecord['decision'];
  code: string | null;
  secret_name: string | null;
  agent_id: string | null;
  version: number | null;
  granted: string;
  revoked: string;
  request_id: string;
  secret_id: string | null;
  revision: number | null;
  user_id: string | null;
  target_id: string | null;
  address: string | null;
  mac: Buffer;
}

/** The entries of one commit. */
export interface AuditGroupRow {
  /** Number of the last entry. */
  last: number;
  /** MAC of the last entry. */
  mac: Buffer;
  entries: string;
}

export interface SegmentRow {
  first: number;
  last: number;
  last_at: string;
  manifest: string;
  exported_at: string | null;
}
