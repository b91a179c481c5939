import { IntegrityError } from '../../crypto/index.ts';
import type { SecretRecord } from '../../storage/records.ts';
import type { Transaction } from '../../storage/storage.ts';
import { appendEntry } from '../audit/audit.ts';
import type { AuditSubject } from '../context/audit-subject.ts';
import { changedSecret, verifyFirstRevision } from '../rows/secret-mac.ts';
import type { Vault } from '../context/vault.ts';
import { isWhole } from '../rows/is-whole.ts';

const batch = 500;

/**
 * Seals secrets written before a MAC covered them entirely. Each gets an audit entry, so that a row set back
 * to revision 0 later is found when the log is verified. Can be stopped and resumed.
 */
export async function sealFirstRevisions(vault: Vault): Promise<void> {
  for (;;) {
    const remaining = await vault.storage.transact(async (tx) => {
      const secrets = await tx.secretsWithoutRevision(batch);
      for (const secret of secrets) await seal(vault, tx, secret);
      return secrets.length;
    });
    if (remaining < batch) return;
  }
}

async function seal(vault: Vault, tx: Transaction, secret: SecretRecord): Promise<void> {
  const isFirst = secret.deletedAt === null && secret.version === 1;
  const whole = isFirst && isWhole(() => verifyFirstRevision(vault.keyring, secret));
  // An edited list gets no MAC that would make it valid: it is refused when it is read.
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
