import { type ExportedEntry, toExported } from '../domain/audit/audit-log.ts';
import { openStorageBeside, type OperatorTarget } from './open-beside.ts';

const pageSize = 1000;

/**
 * All entries after `after`, oldest first. Needs no key, since entries contain no values.
 * @throws OperatorError
 */
export async function* exportAudit(target: OperatorTarget, after: number): AsyncGenerator<ExportedEntry> {
  const storage = await openStorageBeside(target);
  try {
    for (let seq = after; ;) {
      const entries = await storage.auditAfter(seq, pageSize);
      for (const entry of entries) yield toExported(entry);
      if (entries.length < pageSize) return;
      seq = entries.at(-1)?.seq ?? seq;
    }
  } finally {
    await storage.close();
  }
}
