import type { SecretMetadata } from '../../../contracts/vault-api/secrets.ts';
import { age, agentUntil, ahead } from '../../output/ages.ts';
import { facts } from '../../output/table.ts';

/** Formats everything about a secret except its value. */
export function secretFacts(secret: SecretMetadata, now: string): string {
  const { name, kind, fields, description, agentIds, version, etag, createdAt, updatedAt } = secret;
  const agents = agentIds.map((agentId) => agentUntil(agentId, secret.ends));
  return facts([
    ['Name', name],
    ['Kind', kind],
    ['Fields', fields.length === 0 ? undefined : fields.join(', ')],
    ['Description', description === '' ? undefined : description],
    ['Agents', agents.length === 0 ? 'none: no agent can read it' : agents.join(', ')],
    ['Version', String(version)],
    ['Revision', etag],
    ['Created', `${age(createdAt, now) ?? ''} (${createdAt})`],
    ['Changed', `${age(updatedAt, now) ?? ''} (${updatedAt})`],
    ['State', stateOf(secret, now)],
  ]);
}

/** Returns an unusual state: deleted or deprecated. */
export function stateOf({ deprecated, purgeAfter }: SecretMetadata, now: string): string | undefined {
  if (purgeAfter !== undefined) return `deleted, destroyed ${ahead(purgeAfter, now)}`;
  if (deprecated === undefined) return undefined;
  return deprecated.replacement === undefined ? 'deprecated' : `deprecated, use ${deprecated.replacement}`;
}
