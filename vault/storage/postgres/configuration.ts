import pg from 'pg';

/** Settings of every connection. The URL can say more, such as `?sslmode=verify-full`. */
export function configurationOf(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'agent-secrets-vault',
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    query_timeout: 20_000,
    types: columnTypes(),
    options: settings.map((setting) => `-c ${setting}`).join(' '),
  };
}

/** PostgreSQL's own counts are 64 bits wide; ours never come near 2^53. */
function columnTypes(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return types;
}

const settings = [
  'synchronous_commit=on',
  'statement_timeout=15s',
  'lock_timeout=10s',
  // A vault that hangs must not hold the end of the audit log for others.
  'idle_in_transaction_session_timeout=10s',
  // Every query is served by an index, whatever the server believes of a table it has not looked at yet.
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'plan_cache_mode=force_generic_plan',
  'jit=off',
];
