import type { AuditFormat } from '../../contracts/audit-messages.ts';
import type { AuditEvent, PrunedEntries } from '../../contracts/vault-api/audit.ts';
import { csvOf } from './csv.ts';
import { actorOf, type Names } from './shown-events.ts';

/** The properties of an event, in the order of the columns. */
const columns = [
  'seq',
  'at',
  'actorId',
  'actorRole',
  'userId',
  'action',
  'decision',
  'code',
  'secretName',
  'agentId',
  'version',
  'count',
  'granted',
  'until',
  'revoked',
  'targetId',
  'address',
  'requestId',
] as const satisfies readonly (keyof AuditEvent)[];

export interface ExportedEvents {
  readonly events: readonly AuditEvent[];
  readonly pruned?: PrunedEntries;
}

/** JSON is what `agent-secrets audit list --json` prints; a CSV table also has the names. */
export function exportText(format: AuditFormat, exported: ExportedEvents, names: Names): string {
  if (format === 'json') return `${JSON.stringify(exported, undefined, 2)}\n`;
  return csvOf([[...columns, 'actor', 'agent'], ...exported.events.map((event) => rowOf(event, names))]);
}

function rowOf(event: AuditEvent, names: Names): readonly string[] {
  const cells = columns.map((column) => {
    const value = event[column];
    return Array.isArray(value) ? value.join(' ') : String(value ?? '');
  });
  return [...cells, actorOf(event, names), names.agents.get(event.agentId ?? '') ?? ''];
}
