import type { HistoryFilter, HistoryVersion } from '../../contracts/history-messages.ts';
import { isView } from '../../contracts/audit-views.ts';
import type { AuditEvent } from '../../contracts/vault-api/audit.ts';
import type { VersionPage } from '../../contracts/vault-api/secrets.ts';
import type { ReceivedEvent } from '../../vault-client/index.ts';
import { concernsSecret } from './panel-parts.ts';
import type { Names } from './shown-events.ts';

export function versionShown(
  { version, createdAt, createdBy, current, fields }: VersionPage['versions'][number],
  { actors }: Names,
): HistoryVersion {
  return { version, createdAt, createdBy: actors.get(createdBy) ?? createdBy, current, fields };
}

/** Users may have environment secrets with the same name, whose events are never shown. */
export function isEventShown(filter: HistoryFilter, event: AuditEvent): boolean {
  const { action, decision } = event;
  if (action.startsWith('environment.')) return false;
  const isRefused = decision !== 'allowed';
  switch (filter) {
    case 'activity':
      return isRefused || !isView(event);
    case 'changes':
      return !isRefused && !isView(event) && action !== 'value.read';
    case 'reads':
      return action === 'value.read';
    case 'refused':
      return isRefused;
    case 'all':
      return true;
  }
}

/** Whether the log may have new entries about the secret. Reads are not reported. */
export function concernsHistory(event: ReceivedEvent['event'], name: string): boolean {
  const { type } = event;
  if (type === 'access-changed' || type === 'request-created' || type === 'request-decided')
    return event.names.includes(name);
  return concernsSecret(event, name);
}
