import type { HistoryEvent, HistoryVersion, ToHistoryPanel } from '../../contracts/history-messages.ts';
import { isRecord } from '../../contracts/unknown-values.ts';
import { listOf, textOf, type UnknownRecord } from '../common/guards.ts';

/** The message, rebuilt from its known parts, or `undefined` if it is not one of ours. */
export function acceptToHistoryPanel(data: unknown): ToHistoryPanel | undefined {
  if (!isRecord(data)) return undefined;
  switch (data['type']) {
    case 'open':
      return acceptOpen(data);
    case 'events':
      return acceptEvents(data);
    case 'versions':
      return acceptVersions(data);
    case 'failed':
      return acceptFailed(data);
    case 'kept':
      return { type: 'kept' };
    default:
      return undefined;
  }
}

function acceptOpen({ name, mayRestore, mayAudit, ...data }: UnknownRecord): ToHistoryPanel | undefined {
  const versions = listOf(data['versions'], versionOf);
  if (typeof name !== 'string' || !versions) return undefined;
  return { type: 'open', name, versions, mayRestore: mayRestore === true, mayAudit: mayAudit === true };
}

function acceptEvents(data: UnknownRecord): ToHistoryPanel | undefined {
  const events = listOf(data['events'], eventOf);
  return events && { type: 'events', events, more: data['more'] === true, first: data['first'] === true };
}

function acceptVersions(data: UnknownRecord): ToHistoryPanel | undefined {
  const versions = listOf(data['versions'], versionOf);
  return versions && { type: 'versions', versions, restored: data['restored'] === true };
}

function acceptFailed(data: UnknownRecord): ToHistoryPanel | undefined {
  const message = textOf(data['message']);
  return message === undefined ? undefined : { type: 'failed', message };
}

function versionOf(data: unknown): HistoryVersion | undefined {
  if (!isRecord(data)) return undefined;
  const { version, createdAt, createdBy, current } = data;
  const fields = listOf(data['fields'], textOf);
  if (typeof version !== 'number' || typeof createdAt !== 'string' || typeof createdBy !== 'string')
    return undefined;
  return fields && { version, createdAt, createdBy, current: current === true, fields };
}

function eventOf(data: unknown): HistoryEvent | undefined {
  if (!isRecord(data)) return undefined;
  const { seq, at, actor, action, decision, version, agent } = data;
  const granted = listOf(data['granted'], textOf);
  const revoked = listOf(data['revoked'], textOf);
  if (typeof seq !== 'number' || typeof at !== 'string' || typeof actor !== 'string') return undefined;
  if (typeof action !== 'string' || !granted || !revoked) return undefined;
  if (decision !== 'allowed' && decision !== 'denied' && decision !== 'failed') return undefined;
  return {
    seq,
    at,
    actor,
    action,
    decision,
    ...(typeof version === 'number' ? { version } : {}),
    ...(typeof agent === 'string' ? { agent } : {}),
    granted,
    revoked,
  };
}
