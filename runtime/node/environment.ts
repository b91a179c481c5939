import { ask } from './call.ts';
import { type CallOptions, endpointOf } from './endpoint.ts';
import { isTextRecord } from './guards.ts';
import { fixedToken } from './token-source.ts';

export interface EnvironmentOptions extends CallOptions {
  /** The sandbox session's token. */
  readonly token: string;
  readonly signal?: AbortSignal | undefined;
}

type Variables = Readonly<Record<string, string>>;

/**
 * Returns the environment secrets of the user who started a sandbox session, by variable name. Does not set
 * any variables; pass them to the code that needs them. Rejects with an AgentSecretsError.
 */
export async function loadEnvironment(options: EnvironmentOptions): Promise<Variables> {
  const { variables } = await ask(endpointOf(options), {
    action: 'read the environment secrets',
    segments: ['v1', 'sandbox', 'environment'],
    token: fixedToken(options.token),
    isAnswer: isEnvironment,
    refused: () => undefined,
    signal: options.signal,
  });
  return variables;
}

/**
 * Checks the names, because one such as `NODE_OPTIONS=--import=…` would set a different variable in a child
 * process.
 */
function isEnvironment(json: unknown): json is { readonly variables: Variables } {
  if (typeof json !== 'object' || json === null || !('variables' in json)) return false;
  const { variables } = json;
  return isTextRecord(variables) && Object.keys(variables).every((name) => /^[A-Za-z_]\w*$/.test(name));
}
