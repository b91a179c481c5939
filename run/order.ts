import path from 'node:path';
import { randomUUID, timingSafeEqual } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { isObjectOf, isText, isTextRecord, isTexts, optional, parseJson } from '../contracts/guards.ts';

/** What the program that the editor starts in a terminal should run. */
export interface Order {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Contains values, so they must only go into the program's environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Printed before the program starts, one per line. */
  readonly notes: readonly string[];
  readonly words: {
    readonly notFound: string;
    readonly notStarted: string;
  };
  /**
   * Printed at the end, after which any key closes the terminal. Undefined for a shell, which simply ends.
   */
  readonly goodbye?: string;
}

const isOrder = isObjectOf<Order>({
  command: isText,
  args: isTexts,
  cwd: isText,
  variables: isTextRecord,
  notes: isTexts,
  words: isObjectOf({ notFound: isText, notStarted: isText }),
  goodbye: optional(isText),
});

/** An order that waits for the one process that was given its address. */
export interface OfferedOrder {
  /** The socket's address and a shared secret word, for that process's environment. Contains no value. */
  readonly address: string;
  /** Resolves when the program has ended, or when no process requested the order in time. */
  readonly ended: Promise<void>;
  withdraw(): void;
}

const patienceMs = 30_000;
const longestWord = 64;

/**
 * Offers an order once to one process on this machine, through a socket in a folder that only this user can
 * open. The connection stays open while the program runs. If it breaks, the process that ran the program has
 * ended.
 */
export async function offerOrder(order: Order): Promise<OfferedOrder> {
  const word = randomUUID();
  const place = newPlace();
  const server = createServer();
  const ended = endOf(server, word, order);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.socket, resolve);
  });
  const patience = setTimeout(() => server.close(), patienceMs);
  server.once('close', () => {
    clearTimeout(patience);
    place.remove();
  });
  return { address: `${word}:${place.socket}`, ended, withdraw: () => server.close() };
}

/** Gives the order to the first client that sends the word, and to no other client afterwards. */
function endOf(server: Server, word: string, order: Order): Promise<void> {
  return new Promise((resolve) => {
    let isTaken = false;
    const give = async (socket: Socket): Promise<void> => {
      const said = await saidOn(socket);
      if (isTaken || !isSame(said, word)) return void socket.destroy();
      isTaken = true;
      socket.once('close', () => resolve());
      socket.write(`${JSON.stringify(order)}\n`);
      server.close();
    };
    server.on('close', () => {
      if (!isTaken) resolve();
    });
    server.on('connection', (socket) => {
      socket.on('error', () => socket.destroy());
      void give(socket);
    });
  });
}

/** Reads the first line. Rejects anything longer than the word can be. */
function saidOn(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      if (said.length <= longestWord) said += chunk;
      const end = said.indexOf('\n');
      if (end >= 0 || said.length > longestWord) resolve(said.slice(0, Math.max(end, 0)));
    });
  });
}

function isSame(said: string, word: string): boolean {
  const [one, other] = [Buffer.from(said), Buffer.from(word)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function newPlace(): { readonly socket: string; remove(): void } {
  if (process.platform === 'win32') {
    return { socket: `\\\\.\\pipe\\agent-secrets-${randomUUID()}`, remove: () => undefined };
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'agent-secrets-'));
  return {
    socket: path.join(folder, 'run'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

interface TakenOrder {
  readonly order: Order;
  /** Tells the editor that the program has ended. */
  readonly done: () => void;
}

/** Requests the order at the address that the editor gave; `undefined` if it is no longer available. */
export async function takeOrder(address: string): Promise<TakenOrder | undefined> {
  const [word = '', ...rest] = address.split(':');
  const socket = connect(rest.join(':'));
  socket.on('error', () => socket.destroy());
  socket.write(`${word}\n`);
  const order = parseJson(await lineFrom(socket));
  return isOrder(order) ? { order, done: () => socket.destroy() } : undefined;
}

/** Returns the data before the first line break, or before the other side disconnected. */
function lineFrom(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.endsWith('\n')) resolve(text);
    });
    socket.on('close', () => resolve(text));
  });
}
