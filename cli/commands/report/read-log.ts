import type { AuditEvent } from '../../../contracts/vault-api/audit.ts';
import { pairKey, type ReadLog } from '../../../review/index.ts';
import type { VaultClient } from '../../../vault-client/index.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { showProgress } from '../../output/progress.ts';

/** Entries this close together in the log may be out of order, because clocks differ. */
const disorder = 100;
/** The vault's largest page, which needs the fewest requests. */
const limit = '1000';
const dayMs = 86_400_000;

type Vault = Pick<VaultClient, 'auditPages'>;

interface Found {
  readonly reads: Map<string, string>;
  readonly attempts: Map<string, string>;
  readonly grants: Map<string, string>;
  /** The log starts here, or it has a gap before this time. */
  since: string;
  asOf: string;
  lastEntry: number;
}

/**
 * Reads the audit log of the last `days`, newest first. If the log does not reach that far back, because old
 * entries were pruned or the vault is younger, the result is known from a later time on. @throws VaultError
 */
export async function readLogOf(
  vault: Vault,
  accountId: string,
  days: number,
  host: Pick<CliHost, 'passing' | 'now'>,
): Promise<ReadLog> {
  const now = host.now();
  const found: Found = { ...newMaps(), since: now, asOf: now, lastEntry: 0 };
  const progress = showProgress(host, 'Reading the audit log');
  try {
    await collect(vault.auditPages(accountId, { limit }), days, found, (count) => progress.report(count));
  } finally {
    progress.end();
  }
  return found;
}

/**
 * The pairs of agents and secrets that were read, or attempted to be read, after this entry. Undefined if
 * such entries were pruned, so that reads are unknown. @throws VaultError
 */
export async function readsAfter(
  vault: Vault,
  accountId: string,
  entry: number,
): Promise<ReadonlySet<string> | undefined> {
  const attempts = new Set<string>();
  for await (const { events, pruned } of vault.auditPages(accountId, { action: 'value.read', limit })) {
    if (pruned !== undefined && pruned.through > entry) return undefined;
    for (const { seq, agentId, secretName } of events) {
      if (seq > entry && agentId !== undefined && secretName !== undefined)
        attempts.add(pairKey(agentId, secretName));
    }
    if (events.some(({ seq }) => seq <= entry)) break;
  }
  return attempts;
}

function newMaps() {
  return {
    reads: new Map<string, string>(),
    attempts: new Map<string, string>(),
    grants: new Map<string, string>(),
  };
}

async function collect(
  pages: ReturnType<VaultClient['auditPages']>,
  days: number,
  found: Found,
  report: (count: number) => void,
): Promise<void> {
  let start: number | undefined;
  let firstOld: number | undefined;
  let oldest: string | undefined;
  let prunedUntil: string | undefined;
  let count = 0;
  for await (const { events, pruned } of pages) {
    prunedUntil = pruned?.lastAt;
    for (const event of events) {
      if (start === undefined) start = begin(event, days, found);
      oldest = event.at;
      if (Date.parse(event.at) < start) {
        firstOld ??= event.seq;
        if (firstOld - event.seq >= disorder) return;
        continue;
      }
      firstOld = undefined;
      take(event, found);
    }
    count += events.length;
    report(count);
  }
  // The log was read to its end, so it only reaches back to its first entry.
  const first = prunedUntil ?? oldest;
  if (first !== undefined) found.since = later(found.since, first);
}

/**
 * Returns the time of the earliest relevant entry. Counts from the newest entry, unless it is in the future:
 * if the clock of this machine were wrong, everything would look unread.
 */
function begin({ at, seq }: AuditEvent, days: number, found: Found): number {
  if (Date.parse(at) < Date.parse(found.asOf)) found.asOf = at;
  found.lastEntry = seq;
  const start = Date.parse(found.asOf) - days * dayMs;
  found.since = new Date(start).toISOString();
  return start;
}

function take({ action, decision, at, agentId, secretName, granted }: AuditEvent, found: Found): void {
  // Reads between a backup and its restoration are missing from the log.
  if (action === 'vault.restore') found.since = later(found.since, at);
  if (secretName === undefined) return;
  if (action === 'value.read' && agentId !== undefined) {
    const key = pairKey(agentId, secretName);
    keepLatest(found.attempts, key, at);
    if (decision === 'allowed') keepLatest(found.reads, key, at);
  }
  if (decision !== 'allowed') return;
  for (const id of granted) keepLatest(found.grants, pairKey(id, secretName), at);
}

function keepLatest(times: Map<string, string>, key: string, at: string): void {
  times.set(key, later(times.get(key) ?? at, at));
}

function later(one: string, other: string): string {
  return Date.parse(one) < Date.parse(other) ? other : one;
}
