import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { OperatorError } from '../errors/errors.ts';
import { type AuditSink, SinkError, sinkMilliseconds } from './sink.ts';
import { syslogDatagram, syslogMessage } from './syslog-message.ts';

export interface SyslogPlace {
  readonly host: string;
  readonly port: number;
}

export function syslogOverTcp(place: SyslogPlace): AuditSink {
  return streamSink(`syslog+tcp://${place.host}:${String(place.port)}`, () => connect(place));
}

/**
 * `ca` is a file (PEM) with the certificate authority of the receiver; Node's by default.
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

/** Whether a datagram has arrived cannot be determined. */
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
 * Syslog has no acknowledgement, so each batch uses a connection of its own: a receiver that has read all of
 * it closes its side, and one that was stopped before then resets the connection. Messages are framed by
 * their length (RFC 6587, 3.4.1 and RFC 5425).
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
