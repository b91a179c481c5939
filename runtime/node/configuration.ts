import { NotConfigured, quoted } from './errors.ts';
import { type IdentitySettings, tokenOfIdentity } from './identity.ts';
import { fixedToken, givenToken, type TokenSource, tokenInFile } from './token-source.ts';

/** How calls are made, whatever they read. */
export interface CallOptions {
  /** The address of the vault; the default is `AGENT_SECRETS_VAULT_URL`. */
  readonly vaultUrl?: string | undefined;
  /** Bounds a whole call, from the connection to the last retry, in milliseconds; the default is 3,000. */
  readonly timeoutMs?: number | undefined;
  /** How often a call is repeated when the vault cannot answer; the default is 2. */
  readonly retries?: number | undefined;
}

export interface ClientOptions extends CallOptions {
  /** The agent whose secrets are read; the default is `AGENT_SECRETS_AGENT`. */
  readonly agentId?: string | undefined;
  /**
   * The agent's token, or a function that returns it and is called for every read. The default is
   * `AGENT_SECRETS_AGENT_TOKEN`, else the content of the file `AGENT_SECRETS_AGENT_TOKEN_FILE`, else what the
   * vault gives for the platform's own token when `AGENT_SECRETS_IDENTITY` is set.
   */
  readonly token?: string | (() => string | Promise<string>) | undefined;
}

/** Where calls go, and how long they may take. */
export interface Endpoint {
  /** Ends with a slash. */
  readonly base: URL;
  readonly timeoutMs: number;
  readonly retries: number;
}

const variables = {
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

/** @throws NotConfigured */
export function agentOf({ agentId }: ClientOptions): string {
  const id = agentId ?? variable('agentId');
  if (!id) throw new NotConfigured(`The agent is missing. ${remedy('agentId')}`);
  if (isSegment(id)) return id;
  throw new NotConfigured(`${quoted(id)} is not the id of an agent. Check ${variables.agentId}.`);
}

/** @throws NotConfigured */
export function tokenOf({ token }: ClientOptions, endpoint: Endpoint): TokenSource {
  if (typeof token === 'function') return givenToken(token);
  const fixed = token ?? variable('token');
  if (fixed) return fixedToken(fixed);
  const file = variable('tokenFile');
  if (file) return tokenInFile(file);
  const identityId = variable('identity');
  if (identityId) return tokenOfIdentity(endpoint, { identityId, platform: platformOf(endpoint) });
  throw new NotConfigured(
    `The agent's token is missing. Run the program with \`agent-secrets run\`, or set ${variables.token}, ${variables.tokenFile} or ${variables.identity}.`,
  );
}

/** What proves what this program is. @throws NotConfigured */
function platformOf({ base }: Endpoint): IdentitySettings['platform'] {
  const path = variable('identityTokenFile');
  if (path) return { kind: 'file', path };
  const [url, requestToken] = [variable('githubUrl'), variable('githubToken')];
  if (!url || !requestToken) {
    throw new NotConfigured(
      `${variables.identity} is set, but no token of the platform is at hand. Set ${variables.identityTokenFile}, or give the job of GitHub Actions the permission id-token: write.`,
    );
  }
  const requestUrl = URL.parse(url);
  if (requestUrl === null || !isConfidential(requestUrl)) {
    throw new NotConfigured(`${variables.githubUrl} is not an https:// address.`);
  }
  // Never asked of the vault: a wrong one could ask for a token that another service accepts.
  const audience = variable('identityAudience') ?? base.href.replace(/\/$/, '');
  return { kind: 'github', requestUrl, requestToken, audience };
}

/** Whether nobody on the network can read what is sent there. */
function isConfidential(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** Whether a text can be one segment of a URL: `.` and `..` would be another path. */
export function isSegment(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && text.isWellFormed();
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
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new NotConfigured(
      `The token would reach ${url.host} over plain HTTP, where others can read it. Use an https:// address.`,
    );
  return new URL(url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`, url.origin);
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** Empty counts as not set. */
function variable(name: keyof typeof variables): string | undefined {
  return process.env[variables[name]] || undefined;
}

function remedy(name: 'agentId' | 'vaultUrl'): string {
  return `Set ${variables[name]}, or pass ${name}.`;
}
