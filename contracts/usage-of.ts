import { fitsPattern } from './name-pattern.ts';
import {
  type AgentCode,
  type CodePlace,
  type Grant,
  type KnownAccess,
  pairKey,
  type PatternRead,
  type Usage,
  type UsageInput,
  type UsageState,
} from './usage.ts';

export const defaultUnreadDays = 90;
const dayMs = 86_400_000;

/**
 * Compares the access of agents with what their code reads: one entry for each agent and secret that it can read
 * or that its code reads by name. Sorted by agent, then secret. An expired grant is not a grant.
 */
export function usageOf(input: UsageInput): readonly Usage[] {
  const { access, code } = input;
  const facts: KnownFacts = {
    agents: new Map(access.agents.map((agent) => [agent.agentId, agent])),
    secrets: new Map(access.secrets.map((secret) => [secret.name, secret])),
  };
  const grants = grantsByAgent(input);
  const codes = new Map(code.agents.map((one) => [one.agentId, one]));
  const ids = [...new Set([...grants.keys(), ...codes.keys()])].toSorted(compare);
  return ids.flatMap((agentId) => {
    const one = codes.get(agentId);
    const reads = one && readsOf(one, input);
    const granted = grants.get(agentId) ?? new Map<string, Grant>();
    const names = new Set([...granted.keys(), ...(reads?.named.keys() ?? [])]);
    return [...names]
      .toSorted(compare)
      .map((secret) => usageOfPair({ agentId, secret, grant: granted.get(secret), reads }, facts, input));
  });
}

interface KnownFacts {
  readonly agents: ReadonlyMap<string, KnownAccess['agents'][number]>;
  readonly secrets: ReadonlyMap<string, KnownAccess['secrets'][number]>;
}

interface Pair {
  readonly agentId: string;
  readonly secret: string;
  readonly grant: Grant | undefined;
  /** Undefined if the agent has no code here. */
  readonly reads: ReadsOfAgent | undefined;
}

function usageOfPair(pair: Pair, { agents, secrets }: KnownFacts, input: UsageInput): Usage {
  const { agentId, secret, grant, reads } = pair;
  const known = agents.get(agentId);
  const existing = secrets.get(secret);
  const places = reads?.named.get(secret) ?? [];
  const maybe = grant && places.length === 0 && reads ? possibleReads(secret, reads) : [];
  const state = stateOf(
    grant !== undefined,
    { isRead: places.length > 0, isMaybe: maybe.length > 0, gaps: reads?.gaps },
    { isKnown: known !== undefined, isComplete: known?.complete ?? false, exists: existing !== undefined },
  );
  const history = historyOf(agentId, secret, grant, input, [known?.createdAt, existing?.createdAt]);
  return {
    agent: agentId,
    secret,
    state,
    granted: grant !== undefined,
    ...(grant?.until !== undefined && { until: grant.until }),
    places,
    maybe,
    ...history,
    isStale: state === 'unused' && isUnread(history.unreadSince, input),
  };
}

interface FoundReads {
  readonly isRead: boolean;
  readonly isMaybe: boolean;
  /** Undefined if the agent has no code here. */
  readonly gaps: AgentCode['gaps'] | undefined;
}

interface KnownState {
  readonly isKnown: boolean;
  readonly isComplete: boolean;
  readonly exists: boolean;
}

function stateOf(isGranted: boolean, found: FoundReads, known: KnownState): UsageState {
  if (isGranted) {
    if (found.isRead) return 'used';
    if (found.gaps === undefined) return 'no-code';
    if (found.isMaybe) return 'maybe';
    return found.gaps.length > 0 ? 'incomplete' : 'unused';
  }
  if (!known.isKnown) return 'unknown';
  if (known.exists) return 'missing';
  return known.isComplete ? 'nonexistent' : 'unknown';
}

/** The unexpired grants of each agent, by secret. */
function grantsByAgent({ access, now }: UsageInput): ReadonlyMap<string, Map<string, Grant>> {
  const byAgent = new Map<string, Map<string, Grant>>();
  for (const { agentId } of access.agents) byAgent.set(agentId, new Map());
  for (const { name, grants } of access.secrets) {
    for (const grant of grants) {
      if (grant.until !== undefined && Date.parse(grant.until) <= Date.parse(now)) continue;
      const granted = byAgent.get(grant.agentId) ?? new Map<string, Grant>();
      byAgent.set(grant.agentId, granted.set(name, grant));
    }
  }
  return byAgent;
}

interface ReadsOfAgent {
  readonly gaps: AgentCode['gaps'];
  readonly named: ReadsByName;
  /** Reads by name in code outside the folders of agents. Any agent may run it. */
  readonly shared: ReadsByName;
  readonly dynamic: readonly PatternRead[];
}

type ReadsByName = ReadonlyMap<string, readonly CodePlace[]>;

function readsOf({ reads, dynamic, gaps }: AgentCode, { code: { shared } }: UsageInput): ReadsOfAgent {
  return {
    gaps,
    named: byName(reads),
    shared: byName(shared.reads),
    dynamic: [...dynamic, ...shared.dynamic],
  };
}

function byName(reads: AgentCode['reads']): ReadsByName {
  const named = new Map<string, CodePlace[]>();
  for (const { secret, ...place } of reads) {
    const places = named.get(secret);
    if (places) places.push(placeOf(place));
    else named.set(secret, [placeOf(place)]);
  }
  return named;
}

function possibleReads(secret: string, { shared, dynamic }: ReadsOfAgent): readonly CodePlace[] {
  const matching = dynamic.filter(({ pattern }) => fitsPattern(secret, pattern)).map(placeOf);
  return [...matching, ...(shared.get(secret) ?? [])];
}

function placeOf({ path, line }: CodePlace): CodePlace {
  return { path, line };
}

/**
 * The reads in the audit log. A grant, an agent or a secret that is newer than the log counts from its
 * creation.
 */
function historyOf(
  agentId: string,
  secret: string,
  grant: Grant | undefined,
  { log }: UsageInput,
  createdAt: readonly (string | undefined)[],
): Pick<Usage, 'lastRead' | 'unreadSince'> {
  if (!log) return {};
  const key = pairKey(agentId, secret);
  const lastRead = log.reads.get(key);
  const starts = [log.since, log.grants.get(key), log.attempts.get(key), lastRead, ...createdAt];
  const unreadSince = starts.filter((start) => start !== undefined).reduce(later);
  return { ...(lastRead !== undefined && { lastRead }), ...(grant && { unreadSince }) };
}

function later(one: string, other: string): string {
  return Date.parse(one) < Date.parse(other) ? other : one;
}

function isUnread(
  unreadSince: string | undefined,
  { log, unreadDays = defaultUnreadDays }: UsageInput,
): boolean {
  if (unreadSince === undefined || log === undefined) return false;
  return Date.parse(unreadSince) <= Date.parse(log.asOf) - unreadDays * dayMs;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
