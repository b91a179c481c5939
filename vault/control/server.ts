import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { OperatorError, ProblemError } from '../errors/errors.ts';
import { type ControlAnswer, type ControlRequest, readRequest, toLine } from './messages.ts';
import type { Operated } from './operated.ts';
import { perform } from './perform.ts';
import { IntegrityError, RootKeyUnavailable } from '../crypto/index.ts';
import { WrongRootKey } from '../domain/context/read-keys.ts';
import { RolledBack } from '../domain/audit/rollback.ts';
import { SegmentPlaceError } from '../domain/audit/segment-place-error.ts';
import { StorageError } from '../storage/storage.ts';

type Log = Pick<FastifyBaseLogger, 'error' | 'info' | 'warn'>;

/** Operating systems truncate longer paths, so that the vault would listen on another socket. */
const longestPath = 100;
const longestLine = 16_384;
const requestMilliseconds = 10_000;

/**
 * Listens for the operator on a Unix socket that only the owner of the vault can open. The caller must have
 * locked the folder, so an existing socket must be left over from a killed vault. Returns a function that
 * stops listening and aborts work in progress. If the system does not support such sockets or the path is too
 * long, the vault does not listen, and logs this.
 * @throws OperatorError
 */
export async function startControl(path: string, operated: Operated, log: Log): Promise<() => Promise<void>> {
  const problem = socketProblem(path, process.platform);
  if (problem !== undefined) {
    log.warn({}, problem);
    return async () => {};
  }
  const control = new Control(operated, log);
  const server = createServer((socket) => control.serve(socket));
  try {
    rmSync(path, { force: true });
    await listenPrivately(server, path);
  } catch (error) {
    const sentence = `The vault cannot create its control socket ${path}. Remove the file at that path, and check that the folder is writable.`;
    throw new OperatorError(sentence, { cause: error });
  }
  return async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    await control.stop();
    await closed;
  };
}

/** Why a vault cannot be reached at this path. */
export function socketProblem(path: string, platform: NodeJS.Platform): string | undefined {
  if (platform === 'win32') return 'no control socket: this system has none';
  const isLong = Buffer.byteLength(path) > longestPath;
  return isLong ? 'no control socket: the path of the data directory is too long' : undefined;
}

/** Creates the socket with mode 0600 from the start; `listen` creates it synchronously. */
async function listenPrivately(server: Server, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    const mask = process.umask(0o177);
    try {
      server.listen(path, resolve);
    } finally {
      process.umask(mask);
    }
  });
}

class Control {
  readonly #operated: Operated;
  readonly #log: Log;
  readonly #sockets = new Set<Socket>();
  readonly #stopping = new AbortController();
  readonly #work = new Set<Promise<void>>();
  #rotating = false;

  constructor(operated: Operated, log: Log) {
    this.#operated = operated;
    this.#log = log;
  }

  /** One request per connection. */
  serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // The client may disconnect at any time.
    socket.on('error', () => socket.destroy());
    const work = this.#answer(socket).finally(() => this.#work.delete(work));
    this.#work.add(work);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#work);
    for (const socket of this.#sockets) socket.destroy();
  }

  async #answer(socket: Socket): Promise<void> {
    const line = await firstLine(socket, this.#stopping.signal);
    if (line === undefined) return void socket.destroy();
    const request = readRequest(line);
    if (!request) return end(socket, refused('The vault does not support this request.'));
    const isRotation = request.do.startsWith('rotate-');
    if (isRotation && this.#rotating) return end(socket, refused('Another rotation is in progress.'));
    this.#log.info({ command: request.do }, 'operator');
    this.#rotating ||= isRotation;
    try {
      await this.#perform(socket, request);
    } finally {
      if (isRotation) this.#rotating = false;
    }
  }

  async #perform(socket: Socket, request: ControlRequest): Promise<void> {
    const gone = new AbortController();
    socket.on('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.#stopping.signal]);
    try {
      for await (const answer of perform(this.#operated, request, signal)) {
        if (signal.aborted) break;
        socket.write(toLine(answer));
      }
      socket.end();
    } catch (error) {
      if (!signal.aborted) this.#log.error({ err: error, command: request.do }, 'operator');
      end(socket, refused(sentenceOf(error) ?? "The operation failed. See the vault's log for details."));
    }
  }
}

function end(socket: Socket, answer: ControlAnswer): void {
  socket.end(toLine(answer));
}

function refused(sentence: string): ControlAnswer {
  return { is: 'refused', sentence };
}

/** `undefined` if no line arrives in time, or if it is longer than any valid request. */
function firstLine(socket: Socket, stopping: AbortSignal): Promise<string | undefined> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(requestMilliseconds)]);
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const length = text.indexOf('\n');
      if (length >= 0) resolve(text.slice(0, length));
      else if (text.length > longestLine) resolve(undefined);
    });
    socket.once('close', () => resolve(undefined));
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

const told = [
  OperatorError,
  ProblemError,
  RootKeyUnavailable,
  WrongRootKey,
  RolledBack,
  StorageError,
  SegmentPlaceError,
  IntegrityError,
];

/**
 * The message shown to an operator for an error; `undefined` if the error's message was not written for
 * people.
 */
export function sentenceOf(error: unknown): string | undefined {
  return error instanceof Error && told.some((one) => error instanceof one) ? error.message : undefined;
}
