import type { AnalyzedCode, KnownAccess, Usage, UsageState } from '../../../review/index.ts';
import { usageOf } from '../../../review/index.ts';

/** Everything that a report shows. */
export interface UsageReport {
  /** When it was made. ISO 8601. */
  readonly at: string;
  /** When the access was known. */
  readonly asOf: string;
  /** Where the access comes from: a vault or a file. */
  readonly source: string;
  readonly access: readonly Usage[];
  readonly agentNames: ReadonlyMap<string, string>;
  /** Why an agent's code may read more than the report shows. */
  readonly gaps: readonly GapsOfAgent[];
  readonly log: LogOfReport | undefined;
}

interface GapsOfAgent {
  readonly agent: string;
  readonly gaps: readonly string[];
}

interface LogOfReport {
  readonly unreadDays: number;
  readonly since: string;
}

export interface ReportSource extends Pick<UsageReport, 'at' | 'asOf' | 'source'> {
  readonly code: AnalyzedCode;
  readonly known: KnownAccess;
  readonly unreadDays: number;
  readonly log: Parameters<typeof usageOf>[0]['log'];
}

export function reportOf({ code, known, log, unreadDays, at, asOf, source }: ReportSource): UsageReport {
  return {
    at,
    asOf,
    source,
    access: usageOf({ code, access: known, log, unreadDays, now: at }),
    agentNames: new Map(known.agents.map(({ agentId, agentName }) => [agentId, agentName])),
    gaps: code.agents.flatMap(({ agentId, gaps }) => (gaps.length > 0 ? [{ agent: agentId, gaps }] : [])),
    log: log && { unreadDays, since: log.since },
  };
}

/** A part of a report, in the order in which readers need them. */
export interface ReportPart {
  readonly id: 'stale' | UsageState;
  readonly title: string;
  /** Explains the part, and what to do. */
  readonly hint: string;
  readonly rows: readonly Usage[];
}

/** The parts that are not empty. */
export function partsOf({ access, log }: UsageReport): readonly ReportPart[] {
  const since = log && day(log.since);
  const stale = `Granted, not in the code, not read for ${String(log?.unreadDays ?? 0)} days`;
  const unused =
    since === undefined
      ? 'The code does not read it. Without the audit log, it is unknown whether anything else does.'
      : `The code does not read it, but something else has, or it is too early to say. The audit log covers the time since ${since}.`;
  const parts: readonly (readonly [ReportPart['id'], string, string])[] = [
    ['stale', stale, 'Revoke it: `agent-secrets access plan --out plan.json` writes the change.'],
    ['missing', 'Used, but not granted', 'The read fails. Grant the access, or remove the read.'],
    [
      'nonexistent',
      'Used, but the secret does not exist',
      'The read fails. Correct the name, or create the secret.',
    ],
    ['unused', 'Granted, not in the code', unused],
    ['maybe', 'Granted, may be used', 'A name that is only known at run time may be this one.'],
    ['incomplete', 'Granted, but the code was not analyzed completely', 'Analyze all of it to learn more.'],
    ['unknown', 'Used, access unknown', 'The agent has no catalog, or the catalog is not complete.'],
    ['used', 'Granted and used', 'Nothing to do.'],
    [
      'no-code',
      'Granted, no code in this folder',
      'The code of these agents is elsewhere, so nothing is known about it.',
    ],
  ];
  const byPart = Map.groupBy(access, (row) => (row.isStale ? 'stale' : row.state));
  return parts.flatMap(([id, title, hint]) => {
    const rows = byPart.get(id) ?? [];
    return rows.length === 0 ? [] : [{ id, title, hint, rows }];
  });
}

/** When the agent last read the secret, as far as the log shows. Undefined without a log or a grant. */
export function lastReadOf({ lastRead, unreadSince }: Usage): string | undefined {
  if (lastRead !== undefined) return day(lastRead);
  return unreadSince === undefined ? undefined : `not since ${day(unreadSince)}`;
}

/** The date of a time. */
export function day(time: string): string {
  return time.slice(0, 10);
}

/** The source of the report and the period that it covers, in one or two sentences. */
export function originOf({ source, asOf, log }: UsageReport): string {
  const known = `Access according to ${source}, as of ${asOf}.`;
  return log
    ? `${known} Reads come from its audit log, which starts on ${log.since}.`
    : `${known} Reads are unknown.`;
}

/** Places in order: reads by name first, then those that may be reads. */
export function placesOf({ places, maybe }: Usage): readonly string[] {
  return (places.length > 0 ? places : maybe).map(({ path, line }) => `${path}:${String(line)}`);
}
