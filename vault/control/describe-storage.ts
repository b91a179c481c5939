import { rootFormat } from '../crypto/root-key.ts';
import { expiringCredentials } from '../domain/people/expiring-credentials.ts';
import type { KeyRecord } from '../storage/records.ts';
import type { Storage } from '../storage/storage.ts';
import type { VaultStatus } from './messages.ts';

type StoredStatus = Omit<VaultStatus, 'address' | 'advice' | 'process' | 'sealed' | 'state'>;

/** What can be told of a vault without its root key. */
export async function describeStorage(storage: Storage): Promise<StoredStatus> {
  const { name, schemaVersion } = storage.engine;
  return storage.look(async (view) => {
    const { entries, ...figures } = await view.figures();
    const keys = await view.keys();
    const checkpoint = await view.lastCheckpoint();
    const expiring = await expiringCredentials(view, new Date());
    return {
      storage: name,
      schemaVersion,
      ...figures,
      auditEntries: entries,
      ...(checkpoint && { lastCheckpoint: { entry: checkpoint.seq, at: checkpoint.at } }),
      ...(expiring.length > 0 && {
        expiringKeys: expiring.map((key) => ({ id: key.id, name: key.name, expiresAt: key.expiresAt })),
      }),
      terms: keys
        .filter(({ purpose }) => purpose === 'term')
        .map(({ term, state, createdAt }) => ({ term, state, createdAt })),
      rootKey: kindOf(keys),
    };
  });
}

/** As the records themselves say; a running vault knows more. */
function kindOf([key]: readonly KeyRecord[]): string {
  if (key === undefined) return 'none yet';
  const format = key.wrapped[0];
  if (format === rootFormat.passphrase) return 'passphrase';
  return format === rootFormat.service ? 'key service' : 'key file or keyring';
}
