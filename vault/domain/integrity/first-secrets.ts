import { IntegrityError } from '../../crypto/index.ts';
import type { EnvironmentSecretRecord, SecretRecord, VersionRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { appendEntry } from '../audit/audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { changedSecret, verifyFirstRevision, withVersionMac } from '../rows/row-macs.ts';
import type { Vault } from '../context/vault.ts';
import { isWhole } from '../rows/is-whole.ts';
import { fieldsOf } from '../secrets/secret-value.ts';
import { endsWereRecorded } from './first-ends.ts';
import { everyEnvironmentSecret, everySecret } from './every-secret.ts';

const batch = 500;

/**
 * Seals secrets that were written before a MAC covered all of their fields. Each gets an audit entry, so that
 * verifying the log finds a row that is later set back to revision 0. Can be stopped and resumed.
 */
export async function sealFirstRevisions(vault: Vault): Promise<void> {
  for (;;) {
    const remaining = await vault.storage.transact(async (tx) => {
      const secrets = await tx.secretsWithoutRevision(batch);
      for (const secret of secrets) await sealSecret(vault, tx, secret);
      return secrets.length;
    });
    if (remaining < batch) return;
  }
}

async function sealSecret(vault: Vault, tx: Transaction, secret: SecretRecord): Promise<void> {
  const isFirst = secret.deletedAt === null && secret.version === 1;
  const whole = isFirst && isWhole(() => verifyFirstRevision(vault.keyring, secret));
  // An edited list gets no new MAC, which would make it valid: it is refused when it is read.
  const sealed = whole
    ? changedSecret(vault.keyring, secret, {})
    : { ...secret, revision: 1, mac: Buffer.alloc(0) };
  await tx.updateSecret(sealed);
  const actor = {
    accountId: secret.accountId,
    actorId: 'vault',
    actorRole: 'vault',
    requestId: 'start',
  } as const;
  const subject: AuditSubject = {
    action: 'secret.seal',
    secretName: secret.name,
    secretId: secret.id,
    revision: 1,
  };
  await appendEntry(vault, tx, actor, subject, whole ? undefined : new IntegrityError('an access list'));
}

const pageSize = 100;
/** Marks a version as refused, and as no longer waiting for a MAC. */
const noMac: Buffer = Buffer.alloc(1);

/**
 * Adds MACs to versions that were written before versions had them, and records the fields of their values.
 * Runs before end records are created; their creation happens once and is in the log. A version that lacks
 * its MAC afterwards was edited, and is still refused. Can be stopped and resumed.
 */
export async function sealFirstVersions(vault: Vault): Promise<void> {
  const isWaiting = await vault.storage.look((view) => view.hasVersionsWithoutMac());
  if (!isWaiting || (await endsWereRecorded(vault))) return;
  for await (const { id, accountId, name } of everySecret(vault))
    await sealVersions(vault, { id, accountId, name });
  for await (const secret of everyEnvironmentSecret(vault)) await sealVersions(vault, secret);
}

type Place = Pick<EnvironmentSecretRecord | SecretRecord, 'accountId' | 'id' | 'name'>;

async function sealVersions(vault: Vault, { accountId, id, name }: Place): Promise<void> {
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

/** A version that was already edited gets no new MAC, which would make it valid. */
function macOf({ keyring }: Vault, { accountId, id, name }: Place, found: VersionRecord): Buffer {
  const { kind, version, sealed, fields } = found;
  const place = { accountId, secretId: id, name, kind, version };
  const isTrue = isWhole(() => {
    const actual = fieldsOf(keyring.open(place, sealed));
    if (actual.join('\n') !== fields.join('\n')) throw new IntegrityError('a version of a secret', id);
  });
  return isTrue ? withVersionMac(keyring, found).mac : noMac;
}
