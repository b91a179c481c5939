import { readFile } from 'node:fs/promises';
import { ask } from './call.ts';
import type { Endpoint } from './endpoint.ts';
import { startDeadline } from './deadline.ts';
import {
  type AgentSecretsError,
  NotConfigured,
  quoted,
  Unauthenticated,
  VaultUnavailable,
} from './errors.ts';
import { send } from './send.ts';
import type { TokenSource } from './token-source.ts';

/** How a workload proves its identity to the vault. */
export interface IdentitySettings {
  /** Identifies the vault's record of which claims the platform's token must have. */
  readonly identityId: string;
  readonly platform: TokenFile | GitHubActions;
}

/** A token in a file that the platform keeps up to date, as Kubernetes does. */
export interface TokenFile {
  readonly kind: 'file';
  readonly path: string;
}

/** A GitHub Actions job with the permission `id-token: write`. */
export interface GitHubActions {
  readonly kind: 'github';
  readonly requestUrl: URL;
  readonly requestToken: string;
  readonly audience: string;
}

interface Session {
  readonly token: string;
  /** Both times are on the clock of `performance.now()`. */
  readonly refreshAt: number;
  readonly endsAt: number;
}

const partBeforeRefresh = 0.8;
const pauseAfterFailureMs = 10_000;
const longestToken = 16_384;

/** Clients in the same program share a sign-in. */
const sources = new Map<string, TokenSource>();

/** Signs in when a token is first needed, again before it expires, and whenever the vault rejects it. */
export function tokenOfIdentity(endpoint: Endpoint, settings: IdentitySettings): TokenSource {
  const key = JSON.stringify([endpoint, settings]);
  const known = sources.get(key) ?? sessionSource(() => signIn(endpoint, settings));
  sources.set(key, known);
  return known;
}

function sessionSource(start: () => Promise<Session>): TokenSource {
  let session: Session | undefined;
  let starting: Promise<Session> | undefined;
  const startOnce = (): Promise<Session> => {
    starting ??= start()
      .then((started) => (session = started))
      .finally(() => (starting = undefined));
    return starting;
  };
  const refresh = async (before: Session): Promise<Session> => {
    try {
      return await startOnce();
    } catch (error) {
      const now = performance.now();
      if (now >= before.endsAt) throw error;
      // Keeps using the token, which is still valid, because the vault may be unreachable only briefly.
      session = { ...before, refreshAt: now + pauseAfterFailureMs };
      return session;
    }
  };
  return {
    async current() {
      if (!session) return (await startOnce()).token;
      if (performance.now() < session.refreshAt) return session.token;
      return (await refresh(session)).token;
    },
    async renewed(rejected) {
      if (session && session.token !== rejected) return session.token;
      return (await startOnce()).token;
    },
  };
}

async function signIn(endpoint: Endpoint, settings: IdentitySettings): Promise<Session> {
  const { token, expiresAt } = await startAgentSession(endpoint, settings);
  const now = performance.now();
  const lifeMs = Math.max(0, Date.parse(expiresAt) - Date.now());
  return { token, refreshAt: now + lifeMs * partBeforeRefresh, endsAt: now + lifeMs };
}

/** The vault's response to the platform's token. */
export interface AgentSession {
  readonly token: string;
  readonly agentId: string;
  readonly expiresAt: string;
}

/** Gets a token for the identity's agent. Rejects with an AgentSecretsError. */
export async function startAgentSession(
  endpoint: Endpoint,
  { identityId, platform }: IdentitySettings,
): Promise<AgentSession> {
  const read =
    platform.kind === 'file' ? () => readTokenFile(platform) : () => requestToken(endpoint, platform);
  return ask(endpoint, {
    action: `sign in with the identity ${quoted(identityId)}`,
    segments: ['v1', 'agents', 'sign-in'],
    // Reads the token again for each attempt, because some tokens can only be used once.
    body: async () => ({ identityId, token: await read() }),
    isAnswer: isSession,
    refused: refusedFor,
  });
}

function refusedFor(code: string, requestId: string | undefined): AgentSecretsError | undefined {
  const lookup = 'The audit log of the vault shows why: look for the action agent.sign-in.';
  if (code === 'SignInInvalid') {
    const what = 'The vault does not accept the token of the platform. Check its issuer and audience.';
    return new Unauthenticated(code, `${what} ${lookup}`, requestId);
  }
  if (code === 'SignInRefused') {
    const what = 'The token of the platform does not match the identity. Check AGENT_SECRETS_IDENTITY.';
    return new Unauthenticated(code, `${what} ${lookup}`, requestId);
  }
  return undefined;
}

async function readTokenFile({ path }: TokenFile): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text !== undefined) return requireToken(text.trim(), `The file ${quoted(path)}`);
  throw new NotConfigured(
    `The file ${quoted(path)} with the token of the platform cannot be read. Check AGENT_SECRETS_IDENTITY_TOKEN_FILE and the permissions of the file.`,
  );
}

async function requestToken(endpoint: Endpoint, platform: GitHubActions): Promise<string> {
  const url = new URL(platform.requestUrl);
  url.searchParams.set('audience', platform.audience);
  const deadline = startDeadline(endpoint.timeoutMs, undefined);
  const outcome = await send(url, { token: platform.requestToken }, deadline.signal).finally(() =>
    deadline.end(),
  );
  if (outcome.kind === 'failure' || outcome.status >= 500) {
    throw new VaultUnavailable(
      outcome.kind === 'failure' ? outcome.code : 'Unavailable',
      `GitHub did not issue an identity token: ${url.host} is unreachable or failed. Try again.`,
    );
  }
  if (outcome.status !== 200) {
    throw new NotConfigured(
      `GitHub did not issue an identity token (status ${String(outcome.status)}). Give the job the permission id-token: write.`,
    );
  }
  return requireToken(valueIn(outcome.json), 'The answer of GitHub');
}

function valueIn(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'value' in json ? json.value : undefined;
}

function requireToken(token: unknown, where: string): string {
  if (typeof token === 'string' && token.length <= longestToken && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) {
    return token;
  }
  throw new NotConfigured(`${where} does not hold an identity token (JWT). Check where it comes from.`);
}

function isSession(json: unknown): json is AgentSession {
  if (typeof json !== 'object' || json === null) return false;
  if (!('token' in json && 'agentId' in json && 'expiresAt' in json)) return false;
  const { token, agentId, expiresAt } = json;
  const isToken = typeof token === 'string' && /^[\x21-\x7e]+$/.test(token);
  return isToken && typeof agentId === 'string' && typeof expiresAt === 'string';
}
