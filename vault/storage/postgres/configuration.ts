import pg from 'pg';
import { StorageError } from '../storage-error.ts';

/**
 * Settings of every connection. The URL can add settings, such as `?sslmode=verify-full`, but cannot override
 * these.
 * @throws StorageError with a sentence for the user
 */
export function configurationOf(url: string): pg.ClientConfig {
  const { address, options } = withoutOurs(checkedAddress(url));
  return {
    connectionString: address,
    application_name: 'agent-secrets-vault',
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    query_timeout: 12_000,
    types: columnTypes(),
    options: [...options, optionsOf(settings)].join(' '),
  };
}

/** For one-time work that can take long, such as creating an index over a long log. */
export function patientConfiguration(config: pg.ClientConfig): pg.ClientConfig {
  const patience = ['statement_timeout=0', 'lock_timeout=10min'];
  return { ...config, query_timeout: 0, options: `${config.options ?? ''} ${optionsOf(patience)}` };
}

/** If a setting is repeated, the last one applies. */
function optionsOf(all: readonly string[]): string {
  return all.map((setting) => `-c ${setting}`).join(' ');
}

/**
 * The driver lets settings in the URL override ours, so those are removed from it. The URL's `options` come
 * before ours.
 */
function withoutOurs(text: string): { address: string; options: readonly string[] } {
  const start = text.indexOf('?') + 1;
  if (start === 0) return { address: text, options: [] };
  const query = text.slice(start);
  const kept = query.split('&').filter((pair) => !namesOf(pair).some((name) => ours.has(name)));
  return {
    address: text.slice(0, start) + kept.join('&'),
    options: new URLSearchParams(query).getAll('options'),
  };
}

function namesOf(pair: string): readonly string[] {
  return [...new URLSearchParams(pair).keys()];
}

const ours: ReadonlySet<string> = new Set([
  'options',
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'query_timeout',
  'connectionTimeoutMillis',
]);

/**
 * Values are encrypted before they are sent, but names, MACs and the password are not. On a network, the URL
 * must therefore be explicit about TLS, and a mode that encrypts must also verify the server.
 */
function checkedAddress(text: string): string {
  // A URL without a host means a Unix socket, which other URL parsers do not accept.
  const url = URL.parse(text.replace('@/', '@localhost/'));
  if (!url) throw new StorageError('its address cannot be read');
  const mode = url.searchParams.get('sslmode');
  if (mode === null && !isOnThisMachine(url)) {
    throw new StorageError(
      'its address does not specify TLS: add ?sslmode=verify-full, or ?sslmode=disable if the network is private',
    );
  }
  if (mode === null) return text;
  if (!knownModes.includes(mode)) {
    throw new StorageError(`sslmode must be one of ${knownModes.join(', ')}`);
  }
  return text.replace(/([?&]sslmode=)(prefer|require|verify-ca)\b/, '$1verify-full');
}

const knownModes: readonly string[] = [
  'disable',
  'no-verify',
  'prefer',
  'require',
  'verify-ca',
  'verify-full',
];

/** Whether the address is loopback or a Unix socket. */
function isOnThisMachine({ hostname, searchParams }: URL): boolean {
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  return host === '' || host.startsWith('/') || /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);
}

/** PostgreSQL's counts have 64 bits; ours never come near 2^53. */
function columnTypes(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return types;
}

const settings = [
  'synchronous_commit=on',
  'statement_timeout=10s',
  'lock_timeout=8s',
  // A vault that hangs must not keep the end of the audit log locked for others.
  'idle_in_transaction_session_timeout=10s',
  // Every query has an index, which must be used even if the server has no statistics for the table.
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'plan_cache_mode=force_generic_plan',
  'jit=off',
];
