import type { AuditEvent, AuditVerdict } from '../contracts/vault-api/audit.ts';

/** What the audit log is narrowed to. */
export interface AuditSearch {
  readonly action?: string;
  readonly secretName?: string;
  readonly agentId?: string;
  readonly actorId?: string;
  readonly decision?: AuditEvent['decision'];
}

/** What the vault decided. Every method rejects with a `VaultError` only. */
export interface VaultAudit {
  /** Newest first; a page is asked for when it is come to, so stop when you have seen enough. */
  auditEvents(accountId: string, search: AuditSearch, signal?: AbortSignal): AsyncIterable<AuditEvent>;
  /** Walks the whole log, which takes the vault about a second for 100,000 entries. */
  verifyAudit(accountId: string): Promise<AuditVerdict>;
}
