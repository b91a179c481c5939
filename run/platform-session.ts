import { platformOf } from '../runtime/node/configuration.ts';
import { endpointOf, type Environment, variable } from '../runtime/node/endpoint.ts';
import { AgentSecretsError } from '../runtime/node/errors.ts';
import { startAgentSession } from '../runtime/node/identity.ts';
import type { Fetch } from '../vault-client/index.ts';
import { endSession } from '../vault-client/sign-in.ts';
import type { AgentToken } from './open-run.ts';
import { readerOf } from './run-vault.ts';
import { agentEnvironment } from './variables.ts';

/** An agent token that was issued in exchange for the platform's token. */
export interface PlatformSession extends AgentToken {
  readonly identityId: string;
  readonly agentId: string;
}

/**
 * Signs in like the runtime clients, with the same variables. `refused` is a sentence that explains a
 * failure.
 */
export async function signInWithPlatform(
  url: string,
  env: Environment,
  fetch: Fetch,
): Promise<PlatformSession | { readonly refused: string }> {
  try {
    const endpoint = endpointOf({ vaultUrl: url, timeoutMs: 10_000 });
    const identityId = variable('identity', env) ?? '';
    const { token, agentId } = await startAgentSession(endpoint, {
      identityId,
      platform: platformOf(endpoint, env),
    });
    return {
      identityId,
      agentId,
      token,
      variables: agentEnvironment(url, { agentId, token }),
      read: readerOf(url, fetch, { token, agentId }),
      revoke: async () => void (await endSession({ url, key: token, fetch })),
    };
  } catch (error) {
    if (error instanceof AgentSecretsError) return { refused: error.message };
    throw error;
  }
}
