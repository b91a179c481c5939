import { connect } from 'node:net';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';

/** `--node-ipc` and `--socket=PORT` as editors pass them; `--stdio` is the default. */
export function openConnection(args: readonly string[]): MessageConnection {
  if (args.includes('--node-ipc')) {
    return createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  }
  const port = args.map((arg) => /^--socket=(\d+)$/.exec(arg)?.[1]).find((found) => found !== undefined);
  if (port !== undefined) {
    const socket = connect(Number(port), '127.0.0.1');
    return createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  }
  return createMessageConnection(
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
}
