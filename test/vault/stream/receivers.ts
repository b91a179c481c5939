import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer, type TlsOptions } from 'node:tls';

/** One message as RFC 5424 frames it. */
export interface SyslogMessage {
  readonly facility: number;
  readonly severity: number;
  readonly version: string;
  readonly timestamp: string;
  readonly hostname: string;
  readonly appName: string;
  readonly procId: string;
  readonly messageId: string;
  readonly structuredData: string;
  readonly message: string;
}

/** @throws when the text is not a message of RFC 5424 without structured data */
export function parseSyslog(text: string): SyslogMessage {
  const match =
    /^<(\d{1,3})>(1) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) (-) (.*)$/s.exec(
      text,
    );
  if (!match) throw new Error(`No message of RFC 5424: ${text}`);
  const [, priority, version = '', timestamp = '', hostname = '', appName = '', procId = '', ...rest] = match;
  const [messageId = '', structuredData = '', message = ''] = rest;
  const facility = Math.floor(Number(priority) / 8);
  const names = { timestamp, hostname, appName, procId, messageId, structuredData, message };
  return { facility, severity: Number(priority) % 8, version, ...names };
}

/** Messages framed by their length in bytes (RFC 6587, 3.4.1); those of a cut frame are left out. */
export function unframe(bytes: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(' ', at);
    const length = Number(bytes.toString('latin1', at, space));
    if (!/^[1-9]\d*$/.test(bytes.toString('latin1', at, space))) throw new Error('No frame of RFC 6587');
    if (space + 1 + length > bytes.length) return found;
    found.push(bytes.toString('utf8', space + 1, space + 1 + length));
    at = space + 1 + length;
  }
  return found;
}

export interface SyslogReceiver {
  readonly port: number;
  readonly messages: SyslogMessage[];
  /** `hang`: reads nothing. `cut`: resets each connection after its first bytes. */
  mode: 'cut' | 'hang' | 'take';
  close(): Promise<void>;
}

/** Listens on a free port of this machine, or on a Unix socket; with TLS where options are given. */
export async function startSyslog({
  path,
  tls,
}: { readonly path?: string; readonly tls?: TlsOptions } = {}): Promise<SyslogReceiver> {
  const sockets = new Set<Socket>();
  const messages: SyslogMessage[] = [];
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    if (receiver.mode === 'hang') return void socket.pause();
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => {
      if (receiver.mode === 'cut') socket.resetAndDestroy();
      else chunks.push(chunk);
    });
    socket.on('end', () => {
      messages.push(...unframe(Buffer.concat(chunks)).map(parseSyslog));
      socket.end();
    });
  };
  const server: Server = tls ? createSecureServer(tls, serve) : createServer({ allowHalfOpen: true }, serve);
  server.listen(path === undefined ? { port: 0, host: '127.0.0.1' } : { path });
  await once(server, 'listening');
  const address = server.address();
  const receiver: SyslogReceiver = {
    port: typeof address === 'object' && address !== null ? (address satisfies AddressInfo).port : 0,
    messages,
    mode: 'take',
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
