import { hostname } from 'node:os';
import { type ExportedEntry, toExported } from '../domain/audit/audit-log.ts';
import type { AuditRecord } from '../storage/records.ts';

/** "log audit" */
const facility = 13;
const severities = { allowed: 6, denied: 4, failed: 3 } as const;
/** The maximum size of a datagram is just under 64 KiB. */
const longestDatagram = 60_000;

/** An entry in the format of RFC 5424: the message is one line of JSON in ASCII. */
export function syslogMessage(entry: AuditRecord): string {
  return messageOf(entry, toExported(entry));
}

/**
 * The same, short enough for a datagram: a very long access change is sent without its lists, and says so.
 */
export function syslogDatagram(entry: AuditRecord): string {
  const whole = syslogMessage(entry);
  if (whole.length <= longestDatagram) return whole;
  return messageOf(entry, { ...toExported(entry), granted: [], revoked: [], shortened: true });
}

function messageOf(
  { at, action, decision }: AuditRecord,
  content: ExportedEntry & { readonly shortened?: true },
): string {
  const priority = facility * 8 + severities[decision];
  const header = `<${String(priority)}>1 ${at} ${nameOf(hostname(), 255)} agent-secrets ${String(process.pid)}`;
  return `${header} ${nameOf(action, 32)} - ${asciiJson(content)}`;
}

/** Printable ASCII without spaces, as RFC 5424 requires for names. */
function nameOf(text: string, length: number): string {
  return text.replaceAll(/[^!-~]/g, '_').slice(0, length) || '-';
}

/** ASCII needs no byte order mark. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
