import { describe, expect, it } from 'vitest';
import {
  type AnalyzedCode,
  pairKey,
  planOf,
  type Usage,
  type UsageInput,
  usageOf,
} from '../../../review/index.ts';

const now = '2026-06-01T00:00:00.000Z';
const daysAgo = (days: number): string => new Date(Date.parse(now) - days * 86_400_000).toISOString();

/** A random number generator that returns the same numbers for the same seed. */
function randomFrom(seed: number) {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return { next, pick: <T>(items: readonly [T, ...T[]]): T => items[next(items.length)] ?? items[0] };
}

const names = [
  'a',
  'b',
  'ab',
  'a_b',
  'a_b_c',
  'key_1',
  'key_2',
  'key',
  '*',
  'a*',
  'constructor',
  '__proto__',
] as const;
const patterns = ['*', 'a*', '*b', 'a*b', 'key_*', '*_*', 'x*', 'a**', 'a_b'] as const;
const agents = ['A', 'B', 'C', 'D'] as const;

function randomInput(seed: number): UsageInput {
  const { next, pick } = randomFrom(seed);
  const some = <T>(most: number, make: () => T): T[] => Array.from({ length: next(most + 1) }, make);
  const place = () => ({ path: `f${String(next(9))}.py`, line: 1 + next(9) });
  const reads = () => some(3, () => ({ secret: pick(names), ...place() }));
  const dynamic = () => (next(3) === 0 ? some(2, () => ({ pattern: pick(patterns), ...place() })) : []);
  const code: AnalyzedCode = {
    agents: agents
      .filter(() => next(4) > 0)
      .map((agentId) => ({
        agentId,
        reads: reads(),
        dynamic: dynamic(),
        gaps: next(5) === 0 ? ['A gap.'] : [],
      })),
    shared: { reads: next(4) === 0 ? reads() : [], dynamic: next(6) === 0 ? dynamic() : [] },
  };
  const times = () =>
    new Map(some(12, () => [pairKey(pick(agents), pick(names)), daysAgo(next(200))] as const));
  const attempts = times();
  return {
    now,
    unreadDays: pick([30, 90]),
    code,
    access: {
      agents: agents
        .filter(() => next(5) > 0)
        .map((agentId) => ({
          agentId,
          agentName: agentId,
          complete: next(4) > 0,
          createdAt: next(2) === 0 ? daysAgo(next(300)) : undefined,
        })),
      secrets: names
        .filter(() => next(4) > 0)
        .map((name) => ({
          name,
          createdAt: next(2) === 0 ? daysAgo(next(300)) : undefined,
          grants: agents
            .filter(() => next(2) === 0)
            .map((agentId) => ({ agentId, until: next(4) === 0 ? daysAgo(next(60) - 30) : undefined })),
        })),
    },
    log:
      next(4) === 0
        ? undefined
        : {
            asOf: daysAgo(next(3)),
            lastEntry: 1,
            since: daysAgo(next(150)),
            attempts,
            reads: new Map([...attempts].filter(() => next(2) === 0)),
            grants: times(),
          },
  };
}

/** Runs a read with a dynamic name, with run-time parts that produce the name, if that is possible. */
function canProduce(pattern: string, name: string): boolean {
  if (pattern === '') return name === '';
  const [first, rest] = [pattern.charAt(0), pattern.slice(1)];
  if (first !== '*') return name.startsWith(first) && canProduce(rest, name.slice(1));
  return Array.from({ length: name.length + 1 }, (_, taken) => name.slice(taken)).some((left) =>
    canProduce(rest, left),
  );
}

/** The expected result for one pair, derived from the specification alone. */
function expectedOf(input: UsageInput, agentId: string, secret: string) {
  const { code, access, log, unreadDays = 90 } = input;
  const grant = access.secrets
    .find(({ name }) => name === secret)
    ?.grants.find((one) => one.agentId === agentId && (one.until === undefined || one.until > now));
  const own = code.agents.find((one) => one.agentId === agentId);
  const isRead = own?.reads.some((read) => read.secret === secret) ?? false;
  const canRead =
    isRead ||
    code.shared.reads.some((read) => read.secret === secret) ||
    [...(own?.dynamic ?? []), ...code.shared.dynamic].some(({ pattern }) => canProduce(pattern, secret));
  const known = access.agents.find((one) => one.agentId === agentId);
  const existing = access.secrets.find(({ name }) => name === secret);
  const start = log && Date.parse(log.asOf) - unreadDays * 86_400_000;
  const events = log && [
    log.since,
    log.attempts.get(pairKey(agentId, secret)),
    log.reads.get(pairKey(agentId, secret)),
    log.grants.get(pairKey(agentId, secret)),
    known?.createdAt,
    existing?.createdAt,
  ];
  const isOld = events?.every((at) => at === undefined || Date.parse(at) <= (start ?? 0)) ?? false;
  const mayRevoke = grant !== undefined && own !== undefined && own.gaps.length === 0 && !canRead;
  const isListed = grant !== undefined || isRead;
  return {
    isListed,
    granted: grant !== undefined,
    isRead,
    mayRevoke,
    isStale: mayRevoke && isOld,
    own,
    known,
    existing,
  };
}

describe('access compared with code', () => {
  const inputs = Array.from({ length: 3_000 }, (_, seed) => randomInput(seed + 1));

  it('agrees with the specification about every pair of random catalogs, code and logs', () => {
    let stale = 0;
    for (const input of inputs) {
      const found = new Map(usageOf(input).map((usage) => [pairKey(usage.agent, usage.secret), usage]));
      for (const agentId of agents) {
        for (const secret of names) {
          const expected = expectedOf(input, agentId, secret);
          const usage = found.get(pairKey(agentId, secret));
          expect(usage !== undefined).toBe(expected.isListed);
          if (!usage) continue;
          expect({ granted: usage.granted, isStale: usage.isStale }).toEqual({
            granted: expected.granted,
            isStale: expected.isStale,
          });
          expect(usage.state).toEqual(stateOf(expected));
          expect(usage.places.length > 0).toBe(expected.isRead);
          stale += Number(usage.isStale);
        }
      }
    }
    // Otherwise, the comparison would not prove anything about revokes.
    expect(stale).toBeGreaterThan(100);
  });

  it('never plans to revoke what the code can read, what is not analyzed, or what may have been read', () => {
    let revokes = 0;
    for (const input of inputs) {
      for (const byCodeOnly of [false, true]) {
        for (const { secret, revoke, grant } of planOf(usageOf(input), { grantUsed: false, byCodeOnly })) {
          expect(grant).toEqual([]);
          for (const { agent } of revoke) {
            const { mayRevoke, isStale } = expectedOf(input, agent, secret);
            expect(byCodeOnly ? mayRevoke : isStale).toBe(true);
            revokes += 1;
          }
        }
      }
    }
    expect(revokes).toBeGreaterThan(500);
  });

  it('plans grants only when asked, and only of secrets that exist and are read by name', () => {
    const plans = inputs.map((input) => ({
      input,
      plan: planOf(usageOf(input), { grantUsed: true, byCodeOnly: false }),
    }));
    const grants = plans.flatMap(({ input, plan }) =>
      plan.flatMap(({ secret, grant }) => grant.map(({ agent }) => expectedOf(input, agent, secret))),
    );
    expect(grants.length).toBeGreaterThan(100);
    for (const { granted, isRead, known, existing } of grants) {
      expect({ granted, isRead, isKnown: known !== undefined, exists: existing !== undefined }).toEqual({
        granted: false,
        isRead: true,
        isKnown: true,
        exists: true,
      });
    }
  });

  it('is sorted, with each pair once', () => {
    for (const input of inputs.slice(0, 200)) {
      const keys = usageOf(input).map(({ agent, secret }) => [agent, secret] as const);
      expect(keys).toEqual(keys.toSorted(([a, b], [c, d]) => (a === c ? compare(b, d) : compare(a, c))));
      expect(new Set(keys.map(String)).size).toBe(keys.length);
    }
  });
});

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function stateOf({
  granted,
  isRead,
  mayRevoke,
  own,
  known,
  existing,
}: ReturnType<typeof expectedOf>): Usage['state'] {
  if (!granted) {
    if (!known) return 'unknown';
    if (existing) return 'missing';
    return known.complete ? 'nonexistent' : 'unknown';
  }
  if (isRead) return 'used';
  if (!own) return 'no-code';
  if (mayRevoke) return 'unused';
  const isMaybe = own.gaps.length === 0;
  return isMaybe ? 'maybe' : (expect.stringMatching(/maybe|incomplete/) as Usage['state']);
}
