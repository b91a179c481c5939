import type { AuditRecord } from '../../storage/records.ts';
import type { Vault } from '../vault.ts';

export type RowKind =
  'account' | 'agent' | 'environment' | 'key' | 'request' | 'secret' | 'session' | 'token' | 'user';

const pageSize = 500;
/** A revision that no row reaches: whatever is there was put back. */
const gone = Number.POSITIVE_INFINITY;

/**
 * What the audit log says of rows: the last revision of each. Rows that count no revisions have two
 * states, 1 and 2: a token and a session before and after their end, a request before and after it
 * was decided.
 */
export class KnownRows {
  readonly #rows = new Map<RowKind, Map<string, number>>();
  #seq = 0;

  /** Reads what the log says since the last time. */
  async follow({ storage }: Vault): Promise<void> {
    for (;;) {
      const entries = await storage.auditAfter(this.#seq, pageSize);
      for (const entry of entries) this.#learn(entry);
      this.#seq = entries.at(-1)?.seq ?? this.#seq;
      if (entries.length < pageSize) return;
    }
  }

  revision(kind: RowKind, id: string): number | undefined {
    return this.#rows.get(kind)?.get(id);
  }

  /** Of all rows of a kind that must be there. */
  ids(kind: RowKind): readonly string[] {
    return [...(this.#rows.get(kind) ?? [])].filter(([, revision]) => revision !== gone).map(([id]) => id);
  }

  #learn(entry: AuditRecord): void {
    const { action, decision, secretId, targetId, version } = entry;
    if (decision === 'denied') return;
    if (secretId !== null) this.#secret(secretId, entry);
    if (decision !== 'allowed') return;
    const [subject, what] = action.split('.');
    if (subject === 'agent') this.#agent(entry);
    if (targetId !== null) this.#target(subject, what, targetId, entry);
    if (subject === 'keys' && version !== null) this.#key(what, version);
  }

  #secret(id: string, { action, revision }: AuditRecord): void {
    if (action === 'secret.purge') this.#set('secret', id, gone);
    else if (revision !== null) this.#set('secret', id, revision);
  }

  #agent({ accountId, agentId, revision }: AuditRecord): void {
    if (agentId !== null && revision !== null) this.#set('agent', agentRowId(accountId, agentId), revision);
  }

  #target(
    subject: string | undefined,
    what: string | undefined,
    id: string,
    { revision }: AuditRecord,
  ): void {
    if (subject === 'account' || subject === 'user') this.#set(subject, id, revision ?? 0);
    // Who comes back unchanged has no new revision.
    if (subject === 'sign-in' && revision !== null) this.#set('user', id, revision);
    if (subject === 'token' && what === 'issue') this.#set('token', id, 1);
    if (subject === 'token' && what === 'revoke') this.#set('token', id, 2);
    if (subject === 'sandbox' && what === 'end') this.#set('session', id, 2);
    if (subject === 'request') this.#set('request', id, what === 'create' ? 1 : 2);
    if (subject !== 'environment' || what === 'read') return;
    this.#set('environment', id, what === 'delete' ? gone : (revision ?? 0));
  }

  #key(what: string | undefined, term: number): void {
    if (what === 'begin-term') this.#set('key', String(term), 1);
    if (what === 'destroy-term') this.#set('key', String(term), gone);
  }

  #set(kind: RowKind, id: string, revision: number): void {
    const known = this.#rows.get(kind) ?? new Map<string, number>();
    this.#rows.set(kind, known);
    // Whoever asks again for what is decided gets the answer of before.
    const isRepeat = kind === 'request' && known.get(id) === 2;
    if (!isRepeat) known.set(id, revision);
  }
}

/** Agents are known by their account and id. */
export function agentRowId(accountId: string, agentId: string): string {
  return `${accountId}/${agentId}`;
}
