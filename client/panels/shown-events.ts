import type { ShownEvent } from '../../contracts/shown-event.ts';
import type { AuditEvent } from '../../contracts/vault-api/audit.ts';
import type { AccessRequest } from '../../contracts/vault-api/requests.ts';

export interface Names {
  readonly actors: ReadonlyMap<string, string>;
  readonly agents: ReadonlyMap<string, string>;
}

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

/** Requests by ID. */
export type Requests = ReadonlyMap<string, AccessRequest>;

export function actorOf({ userId, actorId, agentId }: AuditEvent, { actors, agents }: Names): string {
  return actors.get(userId ?? '') ?? actors.get(actorId) ?? agents.get(agentId ?? '') ?? actorId;
}

/** The parts of an event that users need. Addresses and request IDs are in the export. */
export function eventShown(event: AuditEvent, names: Names, requests: Requests): ShownEvent {
  const { seq, at, action, decision, code, secretName, version, agentId, targetId, count } = event;
  const reason = reasonOf(event, requests);
  const named = (id: string): string => names.agents.get(id) ?? id;
  return {
    seq,
    at,
    actor: actorOf(event, names),
    action,
    decision,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    ...(secretName === undefined ? {} : { secret: secretName }),
    ...(version === undefined ? {} : { version }),
    ...(agentId === undefined ? {} : { agent: named(agentId) }),
    // A request is known by its secret and agent, and there is only one account.
    ...(targetId === undefined || isOfRequest(event) || action.startsWith('account.')
      ? {}
      : { target: names.actors.get(targetId) ?? targetId }),
    ...(count === undefined ? {} : { count }),
    granted: event.granted.map(named),
    revoked: event.revoked.map(named),
  };
}

export function isOfRequest({ action }: AuditEvent): boolean {
  return action.startsWith('request.');
}

function reasonOf(event: AuditEvent, requests: Requests): string | undefined {
  const request = isOfRequest(event) ? requests.get(event.targetId ?? '') : undefined;
  return (event.action === 'request.create' ? request?.reason : request?.note) || undefined;
}
