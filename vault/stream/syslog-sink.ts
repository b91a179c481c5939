import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { OperatorError } from '../errors/errors.ts';
import { type AuditSink, SinkError, sinkMilliseconds } from './sinks.ts';
import { hostname } from 'node:os';
import { type ExportedEntry, toExported } from '../domain/audit/audit-log.ts';
import type { AuditRecord } from '../storage/records.ts';

export interface SyslogPlace {
  readonly host: string;
  readonly port: number;
}

export function syslogOverTcp(place: SyslogPlace): AuditSink {
  return streamSink(`syslog+tcp://${place.host}:${String(place.port)}`, () => connect(place));
}

/**
 * `ca` is a file (PEM) with the certificate authority of the receiver; the default is Node's.
 * @throws OperatorError
 */
export function syslogOverTls(place: SyslogPlace, ca: string | undefined): AuditSink {
  const authority = ca === undefined ? undefined : readAuthority(ca);
  return streamSink(`syslog+tls://${place.host}:${String(place.port)}`, () =>
    connectSecurely({ ...place, ...(authority && { ca: authority }), minVersion: 'TLSv1.2' }),
  );
}

export function syslogOverUnixSocket(path: string): AuditSink {
  return streamSink(`syslog+unix:${path}`, () => connect(path));
}

/** There is no way to determine whether a datagram has arrived. */
export function syslogOverUdp({ host, port }: SyslogPlace): AuditSink {
  const name = `syslog+udp://${host}:${String(port)}`;
  return {
    name,
    async send(entries) {
      const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4').unref();
      try {
        for (const entry of entries) {
          await new Promise<void>((resolve, reject) => {
            socket.send(syslogDatagram(entry), port, host, (error) => (error ? reject(error) : resolve()));
          });
        }
      } catch (error) {
        throw failure(name, error);
      } finally {
        socket.close();
      }
    },
  };
}

/**
 * Syslog has no acknowledgement, so each batch uses a separate connection: a receiver that has read all of it
 * closes its side, and one that was stopped before then resets the connection. Messages are framed by their
 * length (RFC 6587, 3.4.1 and RFC 5425).
 */
function streamSink(name: string, open: () => Socket): AuditSink {
  return {
    name,
    async send(entries, signal) {
      const messages = entries.map(syslogMessage);
      const text = messages.map((message) => `${String(message.length)} ${message}`).join('');
      try {
        await sendWhole(open(), text, AbortSignal.any([signal, AbortSignal.timeout(sinkMilliseconds)]));
      } catch (error) {
        throw failure(name, error);
      }
    },
  };
}

function sendWhole(socket: Socket, text: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let isWritten = false;
    const giveUp = (): void => {
      socket.destroy(new Error('the connection did not close in time'));
    };
    signal.addEventListener('abort', giveUp, { once: true });
    socket.on('error', reject);
    socket.on('close', (hadError) => {
      signal.removeEventListener('abort', giveUp);
      if (isWritten && !hadError) resolve();
      else reject(new Error('the connection ended early'));
    });
    socket.resume();
    socket.end(text, () => {
      isWritten = true;
    });
    if (signal.aborted) giveUp();
  });
}

function failure(name: string, cause: unknown): SinkError {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return new SinkError(`${name} does not accept entries${code}.`, { cause });
}

function readAuthority(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new OperatorError(`The certificate authority ${path} of the syslog receiver cannot be read.`, {
      cause: error,
    });
  }
}

/** "log audit" */
const facility = 13;
const severities = { allowed: 6, denied: 4, failed: 3 } as const;
/** The maximum size of a datagram is just under 64 KiB. */
const longestDatagram = 60_000;

/** An entry in RFC 5424 format: the message is one line of ASCII JSON. */
export function syslogMessage(entry: AuditRecord): string {
  return messageOf(entry, toExported(entry));
}

/**
 * Like {@link syslogMessage}, but short enough for a datagram: a very long access change is sent without its
 * lists, and is marked as shortened.
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
