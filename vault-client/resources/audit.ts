import type { AuditEvent, AuditPage, AuditVerdict, PrunedEntries } from '../../contracts/vault-api/audit.ts';
import { sentence } from '../../contracts/words.ts';
import { fetchJson, followPages } from '../http/fetch-json.ts';
import {
  isCount,
  isFlag,
  isInteger,
  isListOf,
  isObjectOf,
  isOneOf,
  isText,
  optional,
} from '../../contracts/guards.ts';
import type { Transport } from '../http/transport.ts';
import { isTextList, ofAccount } from './shared.ts';

/** Verifying reads the entire log. */
const patientMs = 600_000;

/** The filters of the audit log. */
export interface AuditSearch {
  /** Comma-separated actions; `token.*` matches every action that starts with `token.`. */
  readonly action?: string;
  readonly secretName?: string;
  readonly agentId?: string;
  readonly actorId?: string;
  readonly userId?: string;
  /** ISO 8601: entries written at `since` or later, and before `until`. */
  readonly since?: string;
  readonly until?: string;
  readonly decision?: AuditEvent['decision'];
  /** Entries per page; without it, the vault decides. */
  readonly limit?: string;
}

/** Calls for the audit log. */
export function auditOf(transport: Transport) {
  /**
   * Yields pages in newest-first order, with the range of pruned entries, if any. Each page is requested when
   * it is needed.
   */
  const auditPages = (
    accountId: string,
    search: AuditSearch,
    signal?: AbortSignal,
  ): AsyncGenerator<AuditPage> =>
    followPages(transport, isAuditPage, {
      action: sentence('read the audit log'),
      path: ofAccount(accountId, 'audit-events'),
      query: { ...search },
      signal,
    });
  return {
    auditPages,
    /**
     * Yields events in newest-first order. Pages are requested when needed, so stop once you have seen
     * enough.
     */
    async *auditEvents(
      accountId: string,
      search: AuditSearch,
      signal?: AbortSignal,
    ): AsyncGenerator<AuditEvent> {
      for await (const page of auditPages(accountId, search, signal)) yield* page.events;
    },
    /**
     * Verifies the entire log. Because other requests take precedence, this takes about ten seconds for
     * 100,000 entries.
     */
    verifyAudit: (accountId: string) =>
      fetchJson(transport, isAuditVerdict, {
        action: sentence('verify the audit log'),
        path: ofAccount(accountId, 'audit-events'),
        verb: 'verify',
        timeoutMs: patientMs,
      }),
  };
}

const isAuditEvent = isObjectOf<AuditEvent>({
  seq: isCount,
  at: isText,
  actorId: isText,
  actorRole: isText,
  action: isText,
  decision: isOneOf('allowed', 'denied', 'failed'),
  code: optional(isText),
  secretName: optional(isText),
  agentId: optional(isText),
  version: optional(isInteger),
  count: optional(isCount),
  granted: isTextList,
  until: optional(isText),
  revoked: isTextList,
  targetId: optional(isText),
  userId: optional(isText),
  address: optional(isText),
  requestId: isText,
});

const isPruned = isObjectOf<PrunedEntries>({ through: isCount, lastAt: isText, at: isText });

export const isAuditPage = isObjectOf<AuditPage>({
  events: isListOf(isAuditEvent),
  nextCursor: optional(isText),
  pruned: optional(isPruned),
});

export const isAuditVerdict = isObjectOf<AuditVerdict>({
  intact: isFlag,
  entries: isInteger,
  checkpoints: isInteger,
  fault: optional(isObjectOf<NonNullable<AuditVerdict['fault']>>({ seq: isInteger, what: isText })),
  pruned: optional(isPruned),
});
