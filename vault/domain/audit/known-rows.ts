import Type from 'typebox';
import { Check } from 'typebox/value';
import { IntegrityError } from '../../crypto/index.ts';
import type { AuditRecord } from '../../storage/records.ts';
import { parseJson } from './entry-lines.ts';
import { readSnapshotContent } from './snapshot.ts';
import type { Vault } from '../context/vault.ts';

const rowKinds = [
  'account',
  'agent',
  'environment',
  'identity',
  'key',
  'request',
  'secret',
  'session',
  'token',
  'user',
] as const;
export type RowKind = (typeof rowKinds)[number];

/**
 * Times from the log, as numbers. `end`: when a token, a sandbox session or an identity ended. `since`: from
 * when on the log records the start and end of every credential.
 */
const timeKinds = ['end', 'since'] as const;
type KnownKind = RowKind | (typeof timeKinds)[number];

/**
 * A row in a snapshot: its kind, its id, and its revision, state or time; null for a row that no longer
 * exists.
 */
const KnownRow = Type.Tuple([
  Type.Union([...rowKinds, ...timeKinds].map((kind) => Type.Literal(kind))),
  Type.String(),
  Type.Union([Type.Number(), Type.Null()]),
]);

const pageSize = 500;
/** The state of a request that needs a second approval. */
export const approvedOnce = 1.5;
/** A revision that no row can reach: if a row with this id exists, it was put back. */
const gone = Number.POSITIVE_INFINITY;

/**
 * What the audit log records about rows: the latest revision of each. Rows without revisions have two states,
 * 1 and 2. For a token or sandbox session, these are before and after its end; for a request, before and
 * after the decision, with {@link approvedOnce} in between.
 */
export class KnownRows {
  #rows = new Map<KnownKind, Map<string, number>>();
  #seq = 0;

  /** What the pruned entries recorded about rows. @throws IntegrityError */
  static async atPruned(vault: Pick<Vault, 'keyring' | 'storage'>): Promise<KnownRows> {
    const { content, seq } = await readSnapshotContent(vault);
    return KnownRows.#decode(content, seq);
  }

  static #decode(content: Buffer, seq: number): KnownRows {
    const known = new KnownRows();
    known.#read(content);
    known.#seq = seq;
    return known;
  }

  /** An independent copy. */
  copy(): KnownRows {
    return KnownRows.#decode(this.encode(), this.#seq);
  }

  /** Encodes all known rows, one line of JSON each; the same entries always give the same bytes. */
  encode(): Buffer {
    const lines = [...this.#rows].flatMap(([kind, rows]) =>
      [...rows].map(([id, revision]) => JSON.stringify([kind, id, revision === gone ? null : revision])),
    );
    return Buffer.from(lines.map((line) => `${line}\n`).join(''));
  }

  /** Learns from the entry that follows the last one. */
  learn(entry: AuditRecord): void {
    this.#learn(entry);
    this.#seq = entry.seq;
  }

  /** Reads the entries added since the last call. */
  async follow(vault: Vault): Promise<void> {
    for (;;) {
      const entries = await vault.storage.auditAfter(this.#seq, pageSize);
      const isPruned = (entries[0]?.seq ?? 0) > this.#seq + 1;
      if (isPruned && (await this.#catchUpWithPruned(vault))) continue;
      for (const entry of entries) this.learn(entry);
      if (entries.length < pageSize) return;
    }
  }

  /** Catches up with entries that were pruned before they were read. Resolves to false if there are none. */
  async #catchUpWithPruned(vault: Vault): Promise<boolean> {
    const pruned = await KnownRows.atPruned(vault);
    if (pruned.#seq <= this.#seq) return false;
    this.#rows = pruned.#rows;
    this.#seq = pruned.#seq;
    return true;
  }

  revision(kind: RowKind, id: string): number | undefined {
    return this.#rows.get(kind)?.get(id);
  }

  /** When a token or sandbox session ended, in milliseconds; `undefined` if it has not. */
  endOf(id: string): number | undefined {
    return this.#rows.get('end')?.get(id);
  }

  /** From when on the log records the start and end of every credential; `undefined` if it does not. */
  get knowsCredentialsSince(): number | undefined {
    return this.#rows.get('since')?.get(credentials);
  }

  /** The ids of all rows of a kind that must exist. */
  ids(kind: RowKind): readonly string[] {
    return [...(this.#rows.get(kind) ?? [])].filter(([, revision]) => revision !== gone).map(([id]) => id);
  }

  #read(content: Buffer): void {
    for (const line of content.toString().split('\n')) {
      const row = parseJson(line);
      if (line === '') continue;
      if (!Check(KnownRow, row)) throw new IntegrityError('the record of pruned audit entries');
      const [kind, id, revision] = row;
      const rows = this.#rows.get(kind) ?? new Map<string, number>();
      this.#rows.set(kind, rows);
      rows.set(id, revision ?? gone);
    }
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
    // A person who signs in again unchanged gets no new revision.
    if (subject === 'sign-in' && revision !== null) this.#set('user', id, revision);
    if (subject === 'token') this.#credential('token', what, id, revision, at);
    if (subject === 'agent' && what === 'sign-in') this.#credential('token', 'issue', id, revision, at);
    if (subject === 'identity') this.#identity(what, id, at);
    if (subject === 'sandbox') this.#credential('session', what, id, revision, at);
    if (subject === 'request') this.#request(what, id, revision);
    if (subject !== 'environment' || what === 'read') return;
    this.#set('environment', id, what === 'delete' ? gone : (revision ?? 0));
  }

  /** Requesting again for the same reason changes nothing, so it has no revision. */
  #request(what: string | undefined, id: string, revision: number | null): void {
    if (what === 'first-approval') this.#set('request', id, approvedOnce);
    else if (what !== 'create') this.#set('request', id, 2);
    else if (revision !== null || this.revision('request', id) === undefined) this.#set('request', id, 1);
  }

  #identity(what: string | undefined, id: string, at: string): void {
    this.#set('identity', id, what === 'remove' ? gone : 1);
    if (what === 'remove') this.#set('end', id, Date.parse(at));
  }

  /** An ended credential never becomes valid again. */
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

  /** Older sandbox sessions were removed from the database without an entry. */
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

  #set(kind: KnownKind, id: string, revision: number): void {
    const known = this.#rows.get(kind) ?? new Map<string, number>();
    this.#rows.set(kind, known);
    // Repeating a request that was already decided returns the previous response.
    const isRepeat = kind === 'request' && known.get(id) === 2;
    if (!isRepeat) known.set(id, revision);
  }
}

const credentials = 'credentials';

/**
 * The state of a token or sandbox session: 1 while it is valid, 2 afterwards; `undefined` if the entry
 * changed nothing.
 */
function stateAfter(what: string | undefined, revision: number | null): number | undefined {
  if (what === 'issue' || what === 'start') return 1;
  if (what === 'revoke' || what === 'end') return 2;
  if (what === 'expire') return gone;
  return what === 'seal' ? (revision ?? undefined) : undefined;
}

/** Agents are identified by their account and id. */
export function agentRowId(accountId: string, agentId: string): string {
  return `${accountId}/${agentId}`;
}
