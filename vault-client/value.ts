import type { SecretReading } from '../contracts/vault-api/secrets.ts';
import { isCount, isObjectOf, isOneOf, isText, isTextRecord } from '../contracts/guards.ts';
import { sentence } from '../contracts/words.ts';
import type { VaultClientOptions } from './create-vault-client.ts';
import { fetchJson } from './http/fetch-json.ts';
import { createTransport } from './http/transport.ts';

/**
 * Reads a secret's value with an agent's token. The caller passes it to a program and then discards it.
 * Rejects only with a `VaultError`.
 */
export async function readValue(
  options: VaultClientOptions,
  agentId: string,
  secret: string,
): Promise<SecretReading['value']> {
  const transport = createTransport(options);
  const { value } = await fetchJson(transport, isReading, {
    action: sentence('read a secret for a program'),
    path: ['v1', 'agents', agentId, 'secrets', secret, 'value'],
  });
  return value;
}

const isReading = isObjectOf<SecretReading>({
  name: isText,
  kind: isOneOf('single', 'key_value'),
  version: isCount,
  value: (value) => isText(value) || isTextRecord(value),
});
