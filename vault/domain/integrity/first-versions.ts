import { IntegrityError } from '../../crypto/index.ts';
import type { EnvironmentSecretRecord, SecretRecord, VersionRecord } from '../../storage/records.ts';
import { fieldsOf } from '../secrets/secret-value.ts';
import { withVersionMac } from '../rows/version-mac.ts';
import type { Vault } from '../context/vault.ts';
import { endsWereRecorded } from './first-ends.ts';
import { isWhole } from '../rows/is-whole.ts';
import { everyEnvironmentSecret, everySecret } from './every-secret.ts';

const pageSize = 100;
/** Marks a version as refused, and as no longer waiting for a MAC. */
const noMac: Buffer = Buffer.alloc(1);

/**
 * Adds MACs to versions that were written before they had one, with the fields of their values. Runs before
 * the ends of credentials are recorded, which is done once and is in the log: a version that lacks its MAC
 * afterwards was edited, and stays refused. Can be stopped and resumed.
 */
export async function sealFirstVersions(vault: Vault): Promise<void> {
  const isWaiting = await vault.storage.look((view) => view.hasVersionsWithoutMac());
  if (!isWaiting || (await endsWereRecorded(vault))) return;
  for await (const { id, accountId, name } of everySecret(vault)) await seal(vault, { id, accountId, name });
  for await (const secret of everyEnvironmentSecret(vault)) await seal(vault, secret);
}

type Place = Pick<EnvironmentSecretRecord | SecretRecord, 'accountId' | 'id' | 'name'>;

async function seal(vault: Vault, { accountId, id, name }: Place): Promise<void> {
  for (let before: number | undefined; ;) {
    const page = { before, limit: pageSize };
    const versions = await vault.storage.transact(async (tx) => {
      const found = await tx.listVersions(id, page);
      for (const one of found) {
        if (one.mac.length === 0) await tx.setVersionMac(one, macOf(vault, { accountId, id, name }, one));
      }
      return found;
    });
    if (versions.length < pageSize) return;
    before = versions.at(-1)?.version;
  }
}

/** A version that was edited before gets no MAC that would make it valid. */
function macOf({ keyring }: Vault, { accountId, id, name }: Place, found: VersionRecord): Buffer {
  const { kind, version, sealed, fields } = found;
  const place = { accountId, secretId: id, name, kind, version };
  const isTrue = isWhole(() => {
    const actual = fieldsOf(keyring.open(place, sealed));
    if (actual.join('\n') !== fields.join('\n')) throw new IntegrityError('a version of a secret', id);
  });
  return isTrue ? withVersionMac(keyring, found).mac : noMac;
}
