import { generationOf, type Keyring } from '../../crypto/index.ts';
import type { AuditRecord } from '../../storage/records.ts';
import { isWhole } from '../rows/is-whole.ts';

/** The predecessor of the first entry. */
export const chainStart: Buffer = Buffer.alloc(32);

/** The MAC of an entry. It covers the entire entry and the MAC of the previous one. */
export function auditMac(keyring: Keyring, entry: Omit<AuditRecord, 'mac'>, previous: Buffer): Buffer {
  return keyring.mac('audit', macContent(entry, previous));
}

/** Whether an entry is unchanged and follows the entry whose MAC is `previous`. */
export function follows(keyring: Keyring, entry: AuditRecord, previous: Buffer): boolean {
  return (
    continuesSeed(entry, previous) &&
    isWhole(() => {
      keyring.verifyMac('audit', macContent(entry, previous), entry.mac, 'an audit entry');
    })
  );
}

/** A new seed begins with the entry that records it; no entry of an older seed can follow. */
function continuesSeed({ mac, action, version }: AuditRecord, previous: Buffer): boolean {
  const made = generationOf(mac);
  const before = generationOf(previous) ?? 0;
  return made === before || (made === before + 1 && action === 'keys.begin-seed' && version === made);
}

function macContent(entry: Omit<AuditRecord, 'mac'>, previous: Buffer) {
  const { secretId, revision, userId, targetId, address, until } = entry;
  const later = [secretId, revision, userId, targetId, address];
  const isLater = until !== undefined || later.some((field) => field !== null);
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
    previous,
    // Early entries lacked these fields; omitting them reproduces the original content.
    ...(isLater ? later : []),
    ...(until === undefined ? [] : [until]),
  ];
}
