import type Database from 'better-sqlite3';
import { unpackEntries } from '../../../vault/storage/sql/audit-groups.ts';
import { auditColumns, auditValues } from '../../../vault/storage/sql/rows-of-audit.ts';
import type { AuditGroupRow } from '../../../vault/storage/sql/tables.ts';

/**
 * Moves every audit log entry into its own row, so that SQL can address single entries. Earlier vaults stored
 * entries like this, and the vault can still read them.
 */
export function spreadAudit(database: Database.Database): void {
  const groups = database
    .prepare<[], AuditGroupRow>('select last, mac, entries from audit_groups order by last')
    .all();
  const places = auditColumns.map(() => '?').join(', ');
  const insert = database.prepare(`insert into audit (${auditColumns.join(', ')}) values (${places})`);
  database.transaction(() => {
    for (const entry of groups.flatMap(unpackEntries)) insert.run(...auditValues(entry));
    database.exec('delete from audit_groups');
  })();
}
