import type { SandboxEnvironment } from '../contracts/vault-api/environment.ts';
import { sentence } from '../contracts/words.ts';
import type { VaultClientOptions } from './create-vault-client.ts';
import { fetchJson } from './http/fetch-json.ts';
import { isObjectOf, isTextRecord } from '../contracts/guards.ts';
import { createTransport } from './http/transport.ts';

/**
 * Reads the variables of the user who started a sandbox session, with that session's token. Only this call
 * and `readValue` return secret values. The caller passes them to a program and does not store them. Rejects
 * only with a `VaultError`.
 */
export async function readSandbox(options: VaultClientOptions): Promise<SandboxEnvironment['variables']> {
  const transport = createTransport(options);
  const { variables } = await fetchJson(transport, isEnvironment, {
    action: sentence('read your environment secrets for a program'),
    path: ['v1', 'sandbox', 'environment'],
  });
  return variables;
}

const isEnvironment = isObjectOf<SandboxEnvironment>({ variables: isTextRecord });
