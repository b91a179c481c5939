import type { Storage } from '../../storage/storage.ts';

/** Whether the beginning of the log is gone, so that it no longer shows what the vault did first. */
export async function isLogPruned(storage: Pick<Storage, 'auditAfter'>): Promise<boolean> {
  const [oldest] = await storage.auditAfter(0, 1);
  return oldest !== undefined && oldest.seq > 1;
}
