import type { SandboxEnvironment } from '../contracts/vault-api/environment.ts';
import { sentence } from '../contracts/words.ts';
import type { VaultClientOptions } from './create-vault-client.ts';
import { fetchJson } from './http/fetch-json.ts';
import { isObjectOf, isTextRecord } from '../contracts/guards.ts';
import { createTransport } from './http/transport.ts';

/**
 * The variables of the user who started a sandbox session, read with the token of that session: the only
 * response to one of our clients that contains values. The caller passes them to a program and stores none.
 * Rejects with a `VaultError` only.
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
