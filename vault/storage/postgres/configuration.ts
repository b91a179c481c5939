import pg from 'pg';
import { StorageError } from '../storage-error.ts';

/**
 * Settings of every connection. The URL can say more, such as `?sslmode=verify-full`, and set what is
 * not set here.
 * @throws StorageError with a sentence for the person
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

/** For what may take long and is done once, such as a new index over a long log. */
export function patientConfiguration(config: pg.ClientConfig): pg.ClientConfig {
  const patience = ['statement_timeout=0', 'lock_timeout=10min'];
  return { ...config, query_timeout: 0, options: `${config.options ?? ''} ${optionsOf(patience)}` };
}

/** Of settings that are named twice the last one counts. */
function optionsOf(all: readonly string[]): string {
  return all.map((setting) => `-c ${setting}`).join(' ');
}

/**
 * What stands in an address is laid over the other settings by the driver, so what is ours is taken out
 * of it. Its `options` go before ours.
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
 * Values are encrypted before they travel, but names, MACs and the password are not: whether TLS is
 * used on a network is nothing to be left open. A mode that encrypts also verifies whom it speaks to.
 */
function checkedAddress(text: string): string {
  // Without a host it is a socket of the file system, which is no URL elsewhere.
  const url = URL.parse(text.replace('@/', '@localhost/'));
  if (!url) throw new StorageError('its address cannot be read');
  const mode = url.searchParams.get('sslmode');
  if (mode === null && !isOnThisMachine(url)) {
    throw new StorageError(
      'its address does not say whether to use TLS: add ?sslmode=verify-full, or ?sslmode=disable where nobody else is on the network',
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

/** Loopback, or a socket of the file system. */
function isOnThisMachine({ hostname, searchParams }: URL): boolean {
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  return host === '' || host.startsWith('/') || /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);
}

/** PostgreSQL's own counts are 64 bits wide; ours never come near 2^53. */
function columnTypes(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return types;
}

const settings = [
  'synchronous_commit=on',
  'statement_timeout=10s',
  'lock_timeout=8s',
  // A vault that hangs must not hold the end of the audit log for others.
  'idle_in_transaction_session_timeout=10s',
  // Every query is served by an index, whatever the server believes of a table it has not looked at yet.
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'plan_cache_mode=force_generic_plan',
  'jit=off',
];
