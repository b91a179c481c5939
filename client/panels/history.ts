import type { HistoryEvent, HistoryVersion } from '../../contracts/history-messages.ts';
import type { AuditEvent } from '../../contracts/vault-api/audit.ts';
import type { VersionPage } from '../../contracts/vault-api/secrets.ts';

export interface Names {
  readonly actors: ReadonlyMap<string, string>;
  readonly agents: ReadonlyMap<string, string>;
}

export const noNames: Names = { actors: new Map(), agents: new Map() };

interface Named {
  readonly id: string;
  readonly name: string;
}

export function namesOf(
  tokens: readonly (Named & { readonly userId?: string })[],
  users: readonly Named[],
  agents: readonly { readonly agentId: string; readonly agentName: string }[],
): Names {
  const people = new Map(users.map(({ id, name }) => [id, name]));
  const keys = tokens.map(({ id, name, userId }) => [id, people.get(userId ?? '') ?? name] as const);
  return {
    actors: new Map([...people, ...keys]),
    agents: new Map(agents.map(({ agentId, agentName }) => [agentId, agentName])),
  };
}

export function versionShown(
  { version, createdAt, createdBy, current, fields }: VersionPage['versions'][number],
  { actors }: Names,
): HistoryVersion {
  return { version, createdAt, createdBy: actors.get(createdBy) ?? createdBy, current, fields };
}

/** Filters events about the secret, because users may have environment secrets with the same name. */
export async function* eventsOnSecret(events: AsyncIterable<AuditEvent>): AsyncGenerator<AuditEvent> {
  for await (const event of events) if (!event.action.startsWith('environment.')) yield event;
}

/** The parts of an event that users need. Addresses and request IDs are available on the command line. */
export function eventShown(event: AuditEvent, { actors, agents }: Names): HistoryEvent {
  const { seq, at, actorId, userId, action, decision, version, agentId, granted, revoked } = event;
  const named = (id: string): string => agents.get(id) ?? id;
  return {
    seq,
    at,
    actor: actors.get(userId ?? '') ?? actors.get(actorId) ?? agents.get(agentId ?? '') ?? actorId,
    action,
    decision,
    ...(version === undefined ? {} : { version }),
    ...(agentId === undefined ? {} : { agent: named(agentId) }),
    granted: granted.map(named),
    revoked: revoked.map(named),
  };
}
