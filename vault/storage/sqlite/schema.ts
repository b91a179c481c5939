import {
  DummyDriver,
  type Generated,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/** Rows as SQLite gives them. Lists are JSON texts, flags 0 or 1, ciphertext and MACs blobs. */
export interface Tables {
  meta: { key: string; value: string };
  keys: { purpose: string; term: number; wrapped: Buffer; created_at: string };
  accounts: { id: string; name: string; vault_enabled: number; catalog_version: number; created_at: string };
  agents: AgentRow;
  secrets: SecretRow;
  access_lists: AccessRow;
  secret_versions: { secret_id: string; version: number; wrapped_key: Buffer; sealed_value: Buffer };
  tokens: TokenRow;
  audit: AuditRow;
  events: { seq: Generated<number>; account_id: string; event: string };
}

export interface AgentRow {
  account_id: string;
  agent_id: string;
  agent_name: string;
  created_at: string;
  updated_at: string;
}

export interface SecretRow {
  id: string;
  account_id: string;
  name: string;
  kind: 'single' | 'key_value';
  fields: string;
  description: string;
  version: number;
  created_at: string;
  updated_at: string;
}

export interface AccessRow {
  secret_id: string;
  agent_ids: string;
  access_version: number;
  access_updated_at: string;
  access_mac: Buffer;
}

export interface TokenRow {
  id: string;
  account_id: string;
  name: string;
  role: 'admin' | 'author' | 'reviewer' | 'agent';
  agent_id: string | null;
  digest: Buffer;
  created_at: string;
  expires_at: string;
  revoked_at: string | null;
  mac: Buffer;
}

export interface AuditRow {
  seq: number;
  at: string;
  account_id: string;
  actor_id: string;
  actor_role: 'admin' | 'author' | 'reviewer' | 'agent' | 'vault';
  action: string;
  decision: 'allowed' | 'denied' | 'failed';
  code: string | null;
  secret_name: string | null;
  agent_id: string | null;
  version: number | null;
  granted: string;
  revoked: string;
  request_id: string;
  mac: Buffer;
}

/** Builds typed SQL; the connection runs it, so that it can be part of a group commit. */
export type Queries = Kysely<Tables>;

export function createQueries(): Queries {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}
