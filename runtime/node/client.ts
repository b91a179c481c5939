import { channel } from 'node:diagnostics_channel';
import { ask } from './call.ts';
import { agentOf, type ClientOptions, tokenOf } from './configuration.ts';
import { endpointOf, isSegment } from './endpoint.ts';
import { type AgentSecretsError, InvalidInput, MissingAccess, quoted, SecretNotFound } from './errors.ts';
import { isTextRecord } from './guards.ts';

/** A string, or a string for each field of a key/value secret. */
export type Secret = string | Readonly<Record<string, string>>;

export interface ReadOptions {
  /** Cancels the read, which then rejects with this signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface Client {
  /**
   * Reads the current secret. Nothing is cached, so the next read reflects a revocation or a rotation.
   * Rejects with an AgentSecretsError. SecretNotFound, MissingAccess and InvalidInput are about the name.
   */
  getSecret(name: string, options?: ReadOptions): Promise<Secret>;
}

const longestName = 128;

/**
 * Reports values that must not appear in the output to the program that runs a function, such as
 * `agent-secrets call`.
 */
const reads = channel('agent-secrets:read');

/**
 * Creates a client for one agent of one vault. Missing options come from the environment, as set by
 * `agent-secrets run`. @throws NotConfigured
 */
export function createClient(options: ClientOptions = {}): Client {
  const endpoint = endpointOf(options);
  const agentId = agentOf(options);
  const token = tokenOf(options, endpoint);

  return {
    async getSecret(name, { signal } = {}) {
      if (!isName(name)) throw new InvalidInput(agentId, typeof name === 'string' ? name : typeof name);
      const { value } = await ask(endpoint, {
        action: `read the secret ${quoted(name)}`,
        segments: ['v1', 'agents', agentId, 'secrets', name, 'value'],
        token,
        isAnswer: isReading,
        refused: (code, requestId) => refusedFor(code, agentId, name, requestId),
        signal,
      });
      if (reads.hasSubscribers) reads.publish(value);
      return value;
    },
  };
}

/** Like {@link Client.getSecret}, for a client that is configured only by the environment. */
export async function getSecret(name: string, options?: ReadOptions): Promise<Secret> {
  return createClient().getSecret(name, options);
}

/** Rejects names that no path can contain without sending them. The vault validates the rest. */
function isName(name: unknown): boolean {
  return typeof name === 'string' && name.length <= longestName && isSegment(name);
}

function refusedFor(
  code: string,
  agentId: string,
  name: string,
  requestId: string | undefined,
): AgentSecretsError | undefined {
  switch (code) {
    case 'SecretNotFound':
      return new SecretNotFound(name, requestId);
    case 'MissingAccess':
      return new MissingAccess(agentId, name, requestId);
    case 'InvalidInput':
      return new InvalidInput(agentId, name, requestId);
    default:
      return undefined;
  }
}

function isReading(json: unknown): json is { readonly value: Secret } {
  if (typeof json !== 'object' || json === null || !('value' in json)) return false;
  return typeof json.value === 'string' || isTextRecord(json.value);
}
