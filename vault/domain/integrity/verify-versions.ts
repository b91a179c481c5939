import type { Keyring } from '../../crypto/index.ts';
import type { EnvironmentSecretRecord, SecretRecord, VersionRecord } from '../../storage/records.ts';
import type { View } from '../../storage/storage.ts';
import { verifyEnvironmentSecret, verifySecret, verifyVersion } from '../rows/row-macs.ts';
import type { Vault } from '../context/vault.ts';
import { isWhole } from '../rows/is-whole.ts';

/** A version of a secret, and what is wrong with it. */
export interface VersionFault {
  readonly row: 'version';
  readonly id: string;
  readonly what: 'edited' | 'lost';
}

/** Pages are small because values are large. */
const pageSize = 100;

interface Owner {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  /** The newest version that must exist; all earlier ones exist as long as the secret does. */
  readonly newest: number;
}

/** The faulty versions of a secret in its current state. Does not check the secret's own row. */
export function faultyVersions(vault: Vault, secret: SecretRecord): Promise<readonly VersionFault[]> {
  return faultsIn(vault, async (view) => {
    const now = await view.findSecret(secret.accountId, secret.name);
    if (now?.id !== secret.id || !isWhole(() => verifySecret(vault.keyring, now))) return undefined;
    return { ...now, newest: now.latestVersion };
  });
}

/** Like {@link faultyVersions}, for an environment secret. */
export function faultyVariableVersions(
  vault: Vault,
  secret: EnvironmentSecretRecord,
): Promise<readonly VersionFault[]> {
  return faultsIn(vault, async (view) => {
    const now = await view.findEnvironmentSecret(secret.userId, secret.name);
    if (now?.id !== secret.id || !isWhole(() => verifyEnvironmentSecret(vault.keyring, now)))
      return undefined;
    return { ...now, newest: now.version };
  });
}

/** Reads the secret and its versions from one state of the database. */
function faultsIn(
  { storage, keyring }: Vault,
  find: (view: View) => Promise<Owner | undefined>,
): Promise<readonly VersionFault[]> {
  return storage.look(async (view) => {
    const owner = await find(view);
    const faults: VersionFault[] = [];
    if (!owner) return faults;
    let expected = owner.newest;
    const idOf = (version: number): string => `${owner.id}/${String(version)}`;
    const lose = (version: number) => faults.push({ row: 'version', id: idOf(version), what: 'lost' });
    for (let before: number | undefined; ;) {
      const versions = await view.listVersions(owner.id, { before, limit: pageSize });
      for (const one of versions) {
        for (; expected > one.version; expected -= 1) lose(expected);
        const isTrue = one.version === expected && isWhole(() => verifyWhole(keyring, owner, one));
        if (!isTrue) faults.push({ row: 'version', id: idOf(one.version), what: 'edited' });
        if (one.version === expected) expected -= 1;
      }
      before = versions.at(-1)?.version;
      if (versions.length < pageSize) break;
    }
    for (; expected > 0; expected -= 1) lose(expected);
    return faults;
  });
}

/** @throws IntegrityError */
function verifyWhole(keyring: Keyring, { accountId, id, name }: Owner, found: VersionRecord): void {
  const { version, kind, sealed } = found;
  verifyVersion(keyring, found);
  keyring.open({ accountId, secretId: id, name, kind, version }, sealed).fill(0);
}
