import { connect } from 'node:net';
import type { Received } from './judge.ts';

/** The answer over a separate connection; nothing when the vault only hung up. */
export type SocketAnswer = Received | 'closed' | 'hangs';

const patience = 20_000;
const halfClose = 25;

/** Sends bytes and reads one answer; of an endless one, its beginning. `isWhole`: the bytes are a request. */
export function sendBytes(port: number, bytes: Buffer, isWhole: boolean): Promise<SocketAnswer> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const end = (answer: SocketAnswer): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end('hangs'), patience);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const answer = readAnswer(received, false);
      if (answer) end(answer);
    });
    socket.on('end', () => end(readAnswer(received, true) ?? 'closed'));
    socket.on('error', () => end(readAnswer(received, true) ?? 'closed'));
    // Half-closes the connection a while after sending: a server need not answer a closed connection.
    socket.write(bytes, () => setTimeout(() => socket.end(), isWhole ? patience : halfClose).unref());
  });
}

function readAnswer(bytes: Buffer, isWhole: boolean): Received | undefined {
  const at = bytes.indexOf('\r\n\r\n');
  if (at < 0) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, at).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0);
  const rest = bytes.subarray(at + 4);
  if (status === 100) return readAnswer(rest, isWhole);
  const headers = Object.fromEntries(lines.map(readHeader));
  const isStream = headers['content-type'] === 'text/event-stream';
  const length = Number(headers['content-length'] ?? 0);
  if (isStream) return rest.length > 0 || isWhole ? { status, headers, body: rest } : undefined;
  if (!isWhole && rest.length < length) return undefined;
  return { status, headers, body: rest.subarray(0, length) };
}

function readHeader(line: string): readonly [string, string] {
  const at = line.indexOf(':');
  return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
}
