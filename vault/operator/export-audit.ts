import type { AuditEvent } from '../../contracts/vault-api/audit.ts';
import { toEvent } from '../domain/audit/audit-log.ts';
import { openStorageBeside } from './open-beside.ts';
import type { OperatorTarget } from './target.ts';

/** An entry as the API tells it, with its account. */
export type ExportedEntry = AuditEvent & { readonly accountId: string };

const pageSize = 1000;

/** All entries after `after`, oldest first. No key is needed: entries hold no value. @throws StartError */
export async function* exportAudit(target: OperatorTarget, after: number): AsyncGenerator<ExportedEntry> {
  const storage = await openStorageBeside(target);
  try {
    for (let seq = after; ;) {
      const entries = await storage.auditAfter(seq, pageSize);
      for (const entry of entries) yield { accountId: entry.accountId, ...toEvent(entry) };
      if (entries.length < pageSize) return;
      seq = entries.at(-1)?.seq ?? seq;
    }
  } finally {
    await storage.close();
  }
}
