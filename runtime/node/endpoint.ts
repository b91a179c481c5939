import { NotConfigured } from './errors.ts';

/** How calls are made, regardless of what they read. */
export interface CallOptions {
  /** The vault's address. Defaults to `AGENT_SECRETS_VAULT_URL`. */
  readonly vaultUrl?: string | undefined;
  /**
   * Time limit for an entire call, from the connection to the last retry, in milliseconds. Defaults to 3,000.
   */
  readonly timeoutMs?: number | undefined;
  /** How many times to retry a call if the vault is unavailable. Defaults to 2. */
  readonly retries?: number | undefined;
}

/** Where calls are sent, and how long they may take. */
export interface Endpoint {
  /** Ends with a slash. */
  readonly base: URL;
  readonly timeoutMs: number;
  readonly retries: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names of the environment variables with settings. */
export const variables = {
  vaultUrl: 'AGENT_SECRETS_VAULT_URL',
  agentId: 'AGENT_SECRETS_AGENT',
  token: 'AGENT_SECRETS_AGENT_TOKEN',
  tokenFile: 'AGENT_SECRETS_AGENT_TOKEN_FILE',
  identity: 'AGENT_SECRETS_IDENTITY',
  identityTokenFile: 'AGENT_SECRETS_IDENTITY_TOKEN_FILE',
  identityAudience: 'AGENT_SECRETS_IDENTITY_AUDIENCE',
  githubUrl: 'ACTIONS_ID_TOKEN_REQUEST_URL',
  githubToken: 'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
} as const;

/** @throws NotConfigured */
export function endpointOf({ vaultUrl, timeoutMs = 3000, retries = 2 }: CallOptions): Endpoint {
  const url = vaultUrl ?? variable('vaultUrl');
  if (!url) throw new NotConfigured(`The address of the vault is missing. ${remedy('vaultUrl')}`);
  if (!(timeoutMs > 0 && timeoutMs <= 2 ** 31 - 1))
    throw new NotConfigured('The option timeoutMs must be a number of milliseconds above 0.');
  if (!(Number.isInteger(retries) && retries >= 0))
    throw new NotConfigured('The option retries must be a whole number, 0 or more.');
  return { base: baseOf(url), timeoutMs, retries };
}

/** Whether the string can be a URL path segment. `.` and `..` would change the path. */
export function isSegment(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && text.isWellFormed();
}

/** Whether no one on the network can read what is sent to the URL. */
export function isConfidential(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** @throws NotConfigured */
function baseOf(address: string): URL {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new NotConfigured(
      `The address of the vault is not an http:// or https:// address. ${remedy('vaultUrl')}`,
    );
  if (url.username !== '' || url.password !== '')
    throw new NotConfigured('The address of the vault must not contain credentials. Remove them.');
  if (!isConfidential(url))
    throw new NotConfigured(
      `The token would reach ${url.host} over plain HTTP, where others can read it. Use an https:// address.`,
    );
  return new URL(url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`, url.origin);
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** An empty variable counts as unset. */
export function variable(name: keyof typeof variables, env: Environment = process.env): string | undefined {
  return env[variables[name]] || undefined;
}

export function remedy(name: 'agentId' | 'vaultUrl'): string {
  return `Set ${variables[name]}, or pass ${name}.`;
}
