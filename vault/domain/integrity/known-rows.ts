import type { AuditRecord } from '../../storage/records.ts';
import type { Vault } from '../vault.ts';

export type RowKind =
  'account' | 'agent' | 'environment' | 'key' | 'request' | 'secret' | 'session' | 'token' | 'user';

/**
 * Times of the log, as numbers. `end`: when a token or sandbox session ended. `since`: since when it has the
 * issue and the end of every credential.
 */
type TimeKind = 'end' | 'since';

const pageSize = 500;
/** A revision that no row reaches: whatever is there was put back. */
const gone = Number.POSITIVE_INFINITY;

/**
 * What the audit log says of rows: the last revision of each. Rows that count no revisions have two
 * states, 1 and 2: a token and a sandbox session before and after their end, a request before and after it
 * was decided.
 */
export class KnownRows {
  readonly #rows = new Map<RowKind | TimeKind, Map<string, number>>();
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

  /** When a token or sandbox session ended, in milliseconds; `undefined` for one that has not. */
  endOf(id: string): number | undefined {
    return this.#rows.get('end')?.get(id);
  }

  /** Since when the log has the issue and the end of every credential; `undefined`: it has not. */
  get knowsCredentialsSince(): number | undefined {
    return this.#rows.get('since')?.get(credentials);
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
    if (action === 'credentials.seal') this.#credentialsKnown(entry);
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
    { revision, at }: AuditRecord,
  ): void {
    if (subject === 'account' || subject === 'user') this.#set(subject, id, revision ?? 0);
    // Who comes back unchanged has no new revision.
    if (subject === 'sign-in' && revision !== null) this.#set('user', id, revision);
    if (subject === 'token') this.#credential('token', what, id, revision, at);
    if (subject === 'sandbox') this.#credential('session', what, id, revision, at);
    if (subject === 'request') this.#set('request', id, what === 'create' ? 1 : 2);
    if (subject !== 'environment' || what === 'read') return;
    this.#set('environment', id, what === 'delete' ? gone : (revision ?? 0));
  }

  /** Nothing brings back what has ended. */
  #credential(
    kind: 'session' | 'token',
    what: string | undefined,
    id: string,
    revision: number | null,
    at: string,
  ): void {
    const state = stateAfter(what, revision);
    if (state === undefined || state <= (this.revision(kind, id) ?? 0)) return;
    this.#set(kind, id, state);
    if (state > 1) this.#set('end', id, Date.parse(at));
  }

  /** Sandbox sessions of before left the database without an entry. */
  #credentialsKnown({ at }: AuditRecord): void {
    if (this.knowsCredentialsSince !== undefined) return;
    this.#set('since', credentials, Date.parse(at));
    const sessions = this.#rows.get('session') ?? new Map<string, number>();
    for (const [id, state] of sessions) if (state === 1) sessions.delete(id);
  }

  #key(what: string | undefined, term: number): void {
    if (what === 'begin-term') this.#set('key', String(term), 1);
    if (what === 'destroy-term') this.#set('key', String(term), gone);
  }

  #set(kind: RowKind | TimeKind, id: string, revision: number): void {
    const known = this.#rows.get(kind) ?? new Map<string, number>();
    this.#rows.set(kind, known);
    // Whoever asks again for what is decided gets the answer of before.
    const isRepeat = kind === 'request' && known.get(id) === 2;
    if (!isRepeat) known.set(id, revision);
  }
}

const credentials = 'credentials';

/** Of a token or sandbox session: 1 while it counts, 2 after its end; `undefined` when the entry changed nothing. */
function stateAfter(what: string | undefined, revision: number | null): number | undefined {
  if (what === 'issue' || what === 'start') return 1;
  if (what === 'revoke' || what === 'end') return 2;
  if (what === 'expire') return gone;
  return what === 'seal' ? (revision ?? undefined) : undefined;
}

/** Agents are known by their account and id. */
export function agentRowId(accountId: string, agentId: string): string {
  return `${accountId}/${agentId}`;
}
