import { connect, type Socket } from 'node:net';
import { type Answer, AnswerReader } from './answer-reader.ts';

/** One kept-alive connection to a server on this machine, for one request at a time. */
export class Connection {
  readonly #socket: Socket;
  readonly #reader = new AnswerReader();
  #answered: ((answer: Answer) => void) | undefined;

  private constructor(socket: Socket, lost: (error: Error) => void) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', lost);
    socket.on('end', () => lost(new Error('The server closed a connection.')));
  }

  /** `lost` is called when the connection breaks. */
  static async open(url: string, lost: (error: Error) => void): Promise<Connection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new Connection(socket, lost);
  }

  /** Sends a request unchanged, and calls back with its answer. */
  send(request: string, answered: (answer: Answer) => void): void {
    this.#answered = answered;
    this.#socket.write(request, 'latin1');
  }

  close(): void {
    this.#socket.removeAllListeners('end');
    this.#socket.on('error', () => undefined);
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    const answer = this.#reader.add(chunk);
    if (!answer) return;
    const answered = this.#answered;
    this.#answered = undefined;
    answered?.(answer);
  }
}
