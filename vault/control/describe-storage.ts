import { rootFormat } from '../crypto/root-key.ts';
import { expiringCredentials } from '../domain/people/expiring-credentials.ts';
import { seedGenerations } from '../domain/context/read-keys.ts';
import { storedAhead, type TrustedClock } from '../domain/context/trusted-clock.ts';
import type { KeyRecord } from '../storage/records.ts';
import type { Storage } from '../storage/storage.ts';
import type { VaultStatus } from './messages.ts';

type StoredStatus = Omit<VaultStatus, 'address' | 'advice' | 'process' | 'sealed' | 'state'>;

/** What can be reported about a vault without its root key. `clock` is the clock of a running vault. */
export async function describeStorage(
  storage: Storage,
  clock?: Pick<TrustedClock, 'aheadMilliseconds'>,
): Promise<StoredStatus> {
  const { name, schemaVersion } = storage.engine;
  return storage.look(async (view) => {
    const { entries, ...figures } = await view.figures();
    const keys = await view.keys();
    const checkpoint = await view.lastCheckpoint();
    const ahead = clock?.aheadMilliseconds ?? (await storedAhead(view, new Date()));
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
      ...seedOf(keys),
      ...(ahead > 0 && { clockAheadSeconds: Math.floor(ahead / 1000) }),
      terms: keys
        .filter(({ purpose }) => purpose === 'term')
        .map(({ term, state, createdAt }) => ({ term, state, createdAt })),
      rootKey: kindOf(keys),
    };
  });
}

function seedOf(keys: readonly KeyRecord[]): Pick<StoredStatus, 'seed'> {
  const [generation, ...retiring] = seedGenerations(keys);
  return generation === undefined ? {} : { seed: { generation, isRotating: retiring.length > 0 } };
}

/** The kind according to the records; a running vault can be more specific. */
function kindOf([key]: readonly KeyRecord[]): string {
  if (key === undefined) return 'none yet';
  const format = key.wrapped[0];
  if (format === rootFormat.passphrase) return 'passphrase';
  return format === rootFormat.service ? 'key service' : 'key file or keyring';
}
