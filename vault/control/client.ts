import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { OperatorError } from '../errors/errors.ts';
import { type ControlAnswer, type ControlRequest, readAnswer, toLine } from './messages.ts';
import { socketProblem } from './server.ts';

/** Connects to the vault that listens on the socket; `undefined` if none does. */
export async function connectControl(path: string): Promise<Socket | undefined> {
  if (socketProblem(path, process.platform) !== undefined) return undefined;
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined;
    throw new OperatorError(`The control socket ${path} cannot be opened (${String(code)}).`, {
      cause: error,
    });
  }
}

/**
 * Sends a request and yields the vault's responses, including the last one.
 * @throws OperatorError with the vault's message
 */
export async function* converse(socket: Socket, request: ControlRequest): AsyncGenerator<ControlAnswer> {
  try {
    socket.write(toLine(request));
    let last: ControlAnswer | undefined;
    for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) {
      last = readAnswer(line);
      if (!last) throw new OperatorError('The running vault has a different version. Update and restart it.');
      if (last.is === 'refused') throw new OperatorError(last.sentence);
      yield last;
    }
    if (last !== undefined && last.is !== 'progress') return;
    throw new OperatorError(
      'The vault stopped before the operation was complete. Run the same command again.',
    );
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError('The connection to the vault was lost. Run the same command again.', {
      cause: error,
    });
  } finally {
    socket.destroy();
  }
}
