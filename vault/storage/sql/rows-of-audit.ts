import type { AuditRecord, CheckpointRecord } from '../records.ts';
import { textList } from './rows.ts';
import type { AuditRow, Tables } from './tables.ts';

/** In the order of {@link auditValues}. */
export const auditColumns = [
  'seq',
  'at',
  'account_id',
  'actor_id',
  'actor_role',
  'action',
  'decision',
  'code',
  'secret_name',
  'agent_id',
  'version',
  'granted',
  'revoked',
  'request_id',
  'secret_id',
  'revision',
  'user_id',
  'target_id',
  'address',
  'mac',
] as const;

/** In the order of {@link auditColumns}. */
export function auditValues(entry: AuditRecord): unknown[] {
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
    grantedText(entry),
    listText(entry.revoked),
    entry.requestId,
    entry.secretId,
    entry.revision,
    entry.userId,
    entry.targetId,
    entry.address,
    entry.mac,
  ];
}

export function toAudit(row: AuditRow): AuditRecord {
  return {
    seq: row.seq,
    at: row.at,
    accountId: row.account_id,
    actorId: row.actor_id,
    actorRole: row.actor_role,
    action: row.action,
    decision: row.decision,
    code: row.code,
    secretName: row.secret_name,
    agentId: row.agent_id,
    version: row.version,
    ...toGranted(row.granted),
    revoked: textList(row.revoked),
    requestId: row.request_id,
    secretId: row.secret_id,
    revision: row.revision,
    userId: row.user_id,
    targetId: row.target_id,
    address: row.address,
    mac: row.mac,
  };
}

export function toCheckpoint(row: Tables['checkpoints']): CheckpointRecord {
  const { seq, mac, at, key_id: keyId, signature } = row;
  return { seq, mac, at, keyId, signature };
}

/**
 * A grant with an expiry starts with an empty string, which is never an agent's id, followed by the expiry.
 */
function grantedText({ granted, until }: AuditRecord): string {
  return listText(until === undefined ? granted : ['', until, ...granted]);
}

function toGranted(text: string): Pick<AuditRecord, 'granted' | 'until'> {
  const list = textList(text);
  const [first, until, ...granted] = list;
  return first === '' && until !== undefined ? { granted, until } : { granted: list };
}

/** Nearly every list in the log is empty. */
function listText(list: readonly string[]): string {
  return list.length === 0 ? '[]' : JSON.stringify(list);
}
