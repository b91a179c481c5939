import type { Storage } from '../../storage/storage.ts';

/** Whether the log has lost its beginning: then it cannot tell what the vault did first. */
export async function isLogPruned(storage: Pick<Storage, 'auditAfter'>): Promise<boolean> {
  const [oldest] = await storage.auditAfter(0, 1);
  return oldest !== undefined && oldest.seq > 1;
}
