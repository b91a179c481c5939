import type { PanelAgent } from '../../contracts/panel-agent.ts';
import type { CodeNames, ListedSecret } from '../../contracts/secrets-messages.ts';
import type { AccessChanges, AccessList } from '../../contracts/vault-api/access.ts';
import type { NamedUses } from '../common/access-preview.ts';
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

export type AccessVerb = 'grant' | 'revoke';

/** The agents for which the change makes a difference. An agent that was deleted can still have access. */
export function agentsToChange(
  verb: AccessVerb,
  secrets: readonly Pick<ListedSecret, 'agentIds'>[],
  agents: readonly PanelAgent[],
): readonly PanelAgent[] {
  const readers = secrets.map(({ agentIds }) => new Set(agentIds));
  if (verb === 'grant') return agents.filter(({ agentId }) => !readers.every((ids) => ids.has(agentId)));
  const known = new Set(agents.map(({ agentId }) => agentId));
  const all = new Set(secrets.flatMap(({ agentIds }) => agentIds));
  const unknown = [...all].filter((agentId) => !known.has(agentId));
  return [
    ...agents.filter(({ agentId }) => all.has(agentId)),
    ...unknown.map((agentId) => ({ agentId, agentName: agentId })),
  ];
}

/** Only what changes: lists for which nothing would change are left out. */
export function accessChangesFor(
  verb: AccessVerb,
  lists: readonly AccessList[],
  agentIds: readonly string[],
): AccessChanges {
  const changes = lists.flatMap(({ name, etag, agentIds: granted }) => {
    const changed = agentIds.filter((agentId) => granted.includes(agentId) === (verb === 'revoke'));
    return changed.length > 0 ? [{ name, etag, [verb]: changed }] : [];
  });
  return { changes };
}

/** For each secret, where code of the agents that lose access reads it by name. */
export function usesThatFail(
  changes: AccessChanges['changes'],
  agents: readonly UsesOfAgent[],
): readonly NamedUses[] {
  return changes.map(({ name, revoke = [] }) => ({
    name,
    places: agents
      .filter(({ agentId }) => revoke.includes(agentId))
      .flatMap(({ uses: { names } }) => (Object.hasOwn(names, name) ? (names[name] ?? []) : [])),
  }));
}
