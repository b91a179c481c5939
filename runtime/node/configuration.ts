import {
  type CallOptions,
  type Endpoint,
  type Environment,
  isConfidential,
  isSegment,
  remedy,
  variable,
  variables,
} from './endpoint.ts';
import { NotConfigured, quoted } from './errors.ts';
import { type IdentitySettings, tokenOfIdentity } from './identity.ts';
import { fixedToken, givenToken, type TokenSource, tokenInFile } from './token-source.ts';

export interface ClientOptions extends CallOptions {
  /** The agent whose secrets are read. Defaults to `AGENT_SECRETS_AGENT`. */
  readonly agentId?: string | undefined;
  /**
   * The agent's token, or a function that returns it and is called for every read. Defaults to
   * `AGENT_SECRETS_AGENT_TOKEN`, then to the content of the file `AGENT_SECRETS_AGENT_TOKEN_FILE`, and then,
   * if `AGENT_SECRETS_IDENTITY` is set, to a token that the vault issues in exchange for the platform's own
   * token.
   */
  readonly token?: string | (() => string | Promise<string>) | undefined;
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

/** The source of the token that proves the program's identity. @throws NotConfigured */
export function platformOf({ base }: Endpoint, env?: Environment): IdentitySettings['platform'] {
  const path = variable('identityTokenFile', env);
  if (path) return { kind: 'file', path };
  const [url, requestToken] = [variable('githubUrl', env), variable('githubToken', env)];
  if (!url || !requestToken) {
    throw new NotConfigured(
      `${variables.identity} is set, but no token of the platform is available. Set ${variables.identityTokenFile}, or give the job of GitHub Actions the permission id-token: write.`,
    );
  }
  const requestUrl = URL.parse(url);
  if (requestUrl === null || !isConfidential(requestUrl)) {
    throw new NotConfigured(`${variables.githubUrl} is not an https:// address.`);
  }
  // Never taken from the vault, because a malicious vault could request a token that another service accepts.
  const audience = variable('identityAudience', env) ?? base.href.replace(/\/$/, '');
  return { kind: 'github', requestUrl, requestToken, audience };
}
