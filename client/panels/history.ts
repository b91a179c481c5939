import type { HistoryEvent, HistoryFilter, HistoryVersion } from '../../contracts/history-messages.ts';
import type { AuditEvent } from '../../contracts/vault-api/audit.ts';
import type { AccessRequest } from '../../contracts/vault-api/requests.ts';
import type { VersionPage } from '../../contracts/vault-api/secrets.ts';
import type { ReceivedEvent } from '../../vault-client/index.ts';
import { concernsSecret } from './panel-parts.ts';

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

/** The actions that only look at a secret. They are most of the log, and say little about the secret. */
const looks: ReadonlySet<string> = new Set(['access.read', 'secret.describe', 'version.list']);

export function isEventShown(filter: HistoryFilter, { action, decision }: AuditEvent): boolean {
  const isRefused = decision !== 'allowed';
  switch (filter) {
    case 'activity':
      return isRefused || !looks.has(action);
    case 'changes':
      return !isRefused && !looks.has(action) && action !== 'value.read';
    case 'reads':
      return action === 'value.read';
    case 'refused':
      return isRefused;
    case 'all':
      return true;
  }
}

interface EventPage {
  readonly events: readonly AuditEvent[];
  readonly more: boolean;
  /** The number of events taken from the source. */
  readonly passed: number;
}

/** Events to search per page, so that a rare event does not load the entire log. */
const mostPassed = 1_000;

/** Takes the next events that the filter shows; `more` if the log may contain others. */
export async function nextPage(
  source: AsyncIterator<AuditEvent>,
  { count, filter }: { readonly count: number; readonly filter: HistoryFilter },
): Promise<EventPage> {
  const events: AuditEvent[] = [];
  let passed = 0;
  while (events.length < count && passed < mostPassed) {
    const next = await source.next();
    if (next.done === true) return { events, more: false, passed };
    passed += 1;
    if (isEventShown(filter, next.value)) events.push(next.value);
  }
  return { events, more: true, passed };
}

/** Whether the log may have new entries about the secret. Reads are not reported. */
export function concernsHistory(event: ReceivedEvent['event'], name: string): boolean {
  const { type } = event;
  if (type === 'access-changed' || type === 'request-created' || type === 'request-decided')
    return event.names.includes(name);
  return concernsSecret(event, name);
}

/** Requests by ID. */
export type Requests = ReadonlyMap<string, AccessRequest>;

/** The parts of an event that users need. Addresses and request IDs are available on the command line. */
export function eventShown(event: AuditEvent, { actors, agents }: Names, requests: Requests): HistoryEvent {
  const { seq, at, actorId, userId, action, decision, code, version, agentId, granted, revoked } = event;
  const reason = reasonOf(event, requests);
  const named = (id: string): string => agents.get(id) ?? id;
  return {
    seq,
    at,
    actor: actors.get(userId ?? '') ?? actors.get(actorId) ?? agents.get(agentId ?? '') ?? actorId,
    action,
    decision,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    ...(version === undefined ? {} : { version }),
    ...(agentId === undefined ? {} : { agent: named(agentId) }),
    granted: granted.map(named),
    revoked: revoked.map(named),
  };
}

function reasonOf({ action, targetId }: AuditEvent, requests: Requests): string | undefined {
  const request = action.startsWith('request.') ? requests.get(targetId ?? '') : undefined;
  return (action === 'request.create' ? request?.reason : request?.note) || undefined;
}
