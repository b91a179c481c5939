import type { Keyring } from '../../crypto/index.ts';
import type { AuditRecord } from '../../storage/records.ts';

/** What the first entry follows. */
export const chainStart: Buffer = Buffer.alloc(32);

/** The MAC of an entry: over all of it and the MAC of the entry before. */
export function auditMac(keyring: Keyring, entry: Omit<AuditRecord, 'mac'>, previous: Buffer): Buffer {
  return keyring.mac('audit', macContent(entry, previous));
}

function macContent(entry: Omit<AuditRecord, 'mac'>, previous: Buffer) {
  const { secretId, revision, userId, targetId, address } = entry;
  const later = [secretId, revision, userId, targetId, address];
  return [
    entry.seq,
    entry.at,
    entry.accountId,
    entry.actorId,
    entry.actorRole,
    entry.action,
    entry.decision,
    entry.code,
    entry.secretName,
    entry.agentId,
    entry.version,
    entry.granted,
    entry.revoked,
    entry.requestId,
    previous.toString('base64'),
    // The first entries did not have these; without them an entry reads as it did then.
    ...(later.some((field) => field !== null) ? later : []),
  ];
}
