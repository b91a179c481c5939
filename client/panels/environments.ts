import type { NamedEnvironment } from '../../contracts/environments.ts';
import type { ComparedSecret } from '../../contracts/environments-messages.ts';
import type { SecretMetadata } from '../../contracts/vault-api/secrets.ts';

/** Only what the panel compares. */
export function comparedSecrets(secrets: readonly SecretMetadata[]): readonly ComparedSecret[] {
  return secrets.map(({ name, fields, agentIds, version, updatedAt }) => ({
    name,
    fields,
    agentIds,
    version,
    updatedAt,
  }));
}

export function isSameRule(one: readonly NamedEnvironment[], other: readonly NamedEnvironment[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ name, suffix }, at) => name === other[at]?.name && suffix === other[at]?.suffix)
  );
}
