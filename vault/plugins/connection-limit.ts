import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface Connection {
  readonly socket: Socket;
  /** Requests in progress. */
  asked: number;
  idleSince: number;
}

/** Files that the vault itself may have open: database, keys, log. */
const ownFiles = 100;
const fewestConnections = 16;

/**
 * Keeps room for new connections: at the limit, closes the connection that has been idle longest, or whose
 * request has been arriving longest. Opening many connections therefore cannot lock out others.
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

/** The maximum number of connections at which the vault can still open its own files. */
export function mostConnections(): number {
  const limit = openFilesLimit();
  return limit === undefined ? Infinity : Math.max(fewestConnections, limit - ownFiles);
}

/** A TLS connection is a different object than its socket, but has the same addresses and ports. */
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

/** `undefined` if the system has no limit. */
function openFilesLimit(): number | undefined {
  // Otherwise, the report resolves the addresses of connections through DNS. The types lack this field.
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
