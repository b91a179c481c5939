import type { SecretMetadata } from '../../../contracts/vault-api/secrets.ts';
import { age, agentUntil, ahead } from '../../output/ages.ts';
import { counted, facts } from '../../output/table.ts';
import { dueSoon, dueText } from '../../../contracts/due.ts';
import { inEnglish } from '../../../contracts/words.ts';

/** Formats everything about a secret except its value. */
export function secretFacts(secret: SecretMetadata, now: string): string {
  const { name, kind, fields, description, agentIds, version, etag, createdAt, updatedAt, lastReadAt } =
    secret;
  const agents = agentIds.map((agentId) => agentUntil(agentId, secret.ends));
  return facts([
    ['Name', name],
    ['Kind', kind],
    ['Fields', fields.length === 0 ? undefined : fields.join(', ')],
    ['Description', description === '' ? undefined : description],
    ['Agents', agents.length === 0 ? 'none: no agent can read it' : agents.join(', ')],
    ['Owner', secret.owner],
    ['Labels', secret.labels?.join(', ')],
    ['Expires on', secret.expiresOn],
    ['Rotation', rotationOf(secret)],
    ['Version', String(version)],
    ['Revision', etag],
    ['Created', `${age(createdAt, now) ?? ''} (${createdAt})`],
    ['Changed', `${age(updatedAt, now) ?? ''} (${updatedAt})`],
    ['Last read', lastReadAt && `${age(lastReadAt, now) ?? ''} (${lastReadAt})`],
    ['State', stateOf(secret, now)],
  ]);
}

function rotationOf({ rotateEveryDays, rotateBy }: SecretMetadata): string | undefined {
  if (rotateEveryDays === undefined || rotateBy === undefined) return undefined;
  return `every ${counted(rotateEveryDays, 'day')}, next by ${rotateBy}`;
}

/** Returns an unusual state: deleted, deprecated, or due for renewal. */
export function stateOf(secret: SecretMetadata, now: string): string | undefined {
  const { deprecated, purgeAfter } = secret;
  if (purgeAfter !== undefined) return `deleted, destroyed ${ahead(purgeAfter, now)}`;
  const due = dueSoon(secret, new Date(now));
  const states = [
    ...(due ? [dueText(due, inEnglish)] : []),
    ...(deprecated ? [deprecationOf(deprecated)] : []),
  ];
  return states.length === 0 ? undefined : states.join(', ');
}

function deprecationOf({ replacement }: NonNullable<SecretMetadata['deprecated']>): string {
  return replacement === undefined ? 'deprecated' : `deprecated, use ${replacement}`;
}
