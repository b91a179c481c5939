import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface Connection {
  readonly socket: Socket;
  /** Requests that are being answered. */
  asked: number;
  idleSince: number;
}

/** Files that the vault itself may have open: database, keys, log. */
const ownFiles = 100;
const fewestConnections = 16;

/**
 * Keeps a place for new connections: when there are too many, the one goes that has waited longest
 * without a request, or whose request has been arriving longest. So no one can keep others out by
 * opening connections.
 */
export function limitConnections(server: Pick<Server, 'on'>, most: number): void {
  const open = new Map<string, Connection>();
  server.on('connection', (socket: Socket) => {
    const name = nameOf(socket);
    open.set(name, { socket, asked: 0, idleSince: performance.now() });
    socket.once('close', () => open.delete(name));
    if (open.size > most) longestIdle(open.values())?.socket.destroy();
  });
  server.on('request', ({ socket }: IncomingMessage, answer: ServerResponse) => {
    const connection = open.get(nameOf(socket));
    if (!connection) return;
    connection.asked += 1;
    answer.once('close', () => {
      connection.asked -= 1;
      connection.idleSince = performance.now();
    });
  });
}

/** So many that the vault can still open its own files. */
export function mostConnections(): number {
  const limit = openFilesLimit();
  return limit === undefined ? Infinity : Math.max(fewestConnections, limit - ownFiles);
}

/** A connection over TLS is another object than its socket, but has the same ends. */
function nameOf({ remoteAddress, remotePort, localPort }: Socket): string {
  return `${String(remoteAddress)} ${String(remotePort)} ${String(localPort)}`;
}

function longestIdle(connections: Iterable<Connection>): Connection | undefined {
  let longest: Connection | undefined;
  for (const connection of connections) {
    if (connection.asked > 0 || connection.socket.destroyed) continue;
    if (!longest || connection.idleSince < longest.idleSince) longest = connection;
  }
  return longest;
}

/** `undefined` where the system has none. */
function openFilesLimit(): number | undefined {
  // A report names the other ends of connections, for which it asks DNS. The types do not know this field.
  Reflect.set(process.report, 'excludeNetwork', true);
  const report: unknown = process.report.getReport();
  const files = field(field(field(report, 'userLimits'), 'open_files'), 'soft');
  return typeof files === 'number' ? files : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
