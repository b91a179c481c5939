import type { AuditRecord } from '../records.ts';
import { auditColumns, auditValues, toAudit } from './rows-of-audit.ts';
import { StorageError } from '../storage-error.ts';
import type { AuditGroupRow, AuditRow } from './tables.ts';

/**
 * Packs the entries of one commit into one row, because a separate row costs more than the entry itself. The
 * string is a list of lists in the order of the audit columns. The last entry's MAC has its own column, so
 * that the end of the log can be found without parsing the string; nothing is stored twice.
 */
export function packEntries(entries: readonly AuditRecord[]): AuditGroupRow | undefined {
  const last = entries.at(-1);
  if (!last) return undefined;
  const lists = entries.map((entry) => {
    const values = auditValues(entry);
    values[macPlace] = entry === last ? null : entry.mac.toString('base64');
    return values;
  });
  return { last: last.seq, mac: last.mac, entries: JSON.stringify(lists) };
}

/**
 * Edited JSON must not make the rest of the log unreadable: an entry that the vault did not write becomes one
 * with an invalid MAC, so that verification finds it.
 */
export function unpackEntries({ last, mac, entries }: AuditGroupRow): readonly AuditRecord[] {
  const lists = parseList(entries);
  if (!lists || lists.length === 0) return [unreadable(last)];
  return lists.map((values, index) => {
    const place = last - lists.length + 1 + index;
    return readEntry(values, index === lists.length - 1 ? mac : undefined) ?? unreadable(place);
  });
}

function readEntry(values: unknown, lastMac: Buffer | undefined): AuditRecord | undefined {
  if (!Array.isArray(values) || values.length !== auditColumns.length) return undefined;
  const stored: unknown = values[macPlace];
  const mac = lastMac === undefined ? readMac(stored) : stored === null ? lastMac : undefined;
  if (!mac) return undefined;
  const row: Record<string, unknown> = {};
  for (const [index, column] of auditColumns.entries())
    row[column] = index === macPlace ? mac : values[index];
  if (!isAuditRow(row)) return undefined;
  try {
    return toAudit(row);
  } catch (error) {
    if (error instanceof StorageError) return undefined;
    throw error;
  }
}

function isAuditRow(row: object): row is AuditRow {
  return Object.values(row).every((value, index) => isOfColumn(index, value));
}

/** Accepts only the encoding that the vault itself writes for these bytes. */
function readMac(text: unknown): Buffer | undefined {
  if (typeof text !== 'string') return undefined;
  const mac = Buffer.from(text, 'base64');
  return mac.toString('base64') === text ? mac : undefined;
}

function isOfColumn(index: number, value: unknown): boolean {
  if (index === 0) return typeof value === 'number';
  if (index === macPlace) return value instanceof Buffer;
  if (numbers.has(index)) return value === null || typeof value === 'number';
  return typeof value === 'string' || (value === null && optional.has(index));
}

function parseList(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An empty MAC is never valid. */
function unreadable(seq: number): AuditRecord {
  const noActor = { accountId: '', actorId: '', actorRole: 'vault', requestId: '', address: null } as const;
  const nothing = { secretName: null, agentId: null, version: null, granted: [], revoked: [] } as const;
  const noId = { secretId: null, revision: null, userId: null, targetId: null } as const;
  const said = { at: '', action: 'unreadable', decision: 'failed', code: null } as const;
  return { seq, ...noActor, ...nothing, ...noId, ...said, mac: Buffer.alloc(0) };
}

const macPlace = auditColumns.indexOf('mac');
const placesOf = (names: readonly (typeof auditColumns)[number][]): ReadonlySet<number> =>
  new Set(names.map((name) => auditColumns.indexOf(name)));
const numbers = placesOf(['version', 'revision']);
const optional = placesOf([
  'code',
  'secret_name',
  'agent_id',
  'secret_id',
  'user_id',
  'target_id',
  'address',
]);
