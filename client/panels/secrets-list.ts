import type { CodeNames, ListedSecret } from '../../contracts/secrets-messages.ts';
import type { AccessChanges, AccessList } from '../../contracts/vault-api/access.ts';
import { placesOfChoices, type UsesOfAgent } from './evidence-on-secret.ts';

/**
 * Which of these secrets the agents in the workspace read, or may read. Code that chooses a name at run time
 * may read only what is granted to its agent.
 */
export function namesInCode(
  secrets: readonly Pick<ListedSecret, 'name' | 'agentIds'>[],
  agents: readonly UsesOfAgent[],
): CodeNames {
  const known = new Set(agents.flatMap(({ uses }) => Object.keys(uses.names)));
  const isPossible = ({ name, agentIds }: Pick<ListedSecret, 'name' | 'agentIds'>): boolean =>
    placesOfChoices({ name, agentIds }, agents).length > 0;
  const [used, others] = [
    secrets.filter(({ name }) => known.has(name)),
    secrets.filter(({ name }) => !known.has(name)),
  ];
  return {
    used: used.map(({ name }) => name),
    maybe: others.filter(isPossible).map(({ name }) => name),
    complete: agents.every(({ uses }) => uses.complete),
  };
}

/** Grants the agents what they cannot read yet; lists that already have all of them are left out. */
export function grantsFor(lists: readonly AccessList[], agentIds: readonly string[]): AccessChanges {
  const changes = lists.map(({ name, etag, agentIds: granted }) => ({
    name,
    etag,
    grant: agentIds.filter((agentId) => !granted.includes(agentId)),
  }));
  return { changes: changes.filter(({ grant }) => grant.length > 0) };
}
