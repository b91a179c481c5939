import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../domain/callers/caller.ts';
import type { StreamPlace } from './open-streams.ts';

/** A client that does not read is cut off before its backlog uses too much memory. */
const largestBacklog = 1_048_576;
/** Time for a client to read that the stream ends. */
const longestFarewellMs = 3_000;

/** One client that follows changes, until it disconnects, its key ends, or the vault stops. */
export class EventStream {
  readonly caller: Caller;
  /** The last event that was sent. */
  position: number;
  readonly #answer: ServerResponse;
  readonly #place: StreamPlace;

  constructor(caller: Caller, position: number, answer: ServerResponse, place: StreamPlace) {
    this.caller = caller;
    this.position = position;
    this.#answer = answer;
    this.#place = place;
  }

  /** Sends the greeting. `onLeave` is called once, when nothing more can be sent. */
  start(onLeave: () => void): void {
    const { leave } = this.#place;
    this.#place.leave = () => {
      leave();
      onLeave();
    };
    // Disconnected before the start: no event would report the end any more.
    if (this.#answer.destroyed) return this.#place.leave();
    this.#answer.write('retry: 1000\nevent: connected\ndata: {"type":"connected"}\n\n');
    this.#place.end = () => this.end();
    this.#answer.once('close', () => this.#place.leave());
  }

  get isOpen(): boolean {
    return !this.#answer.destroyed && !this.#answer.writableEnded;
  }

  /** `text` may be shared with other streams. */
  tell(text: Buffer, position: number): void {
    if (!this.isOpen) return;
    if (this.#answer.writableLength > largestBacklog) return this.cutOff();
    this.position = position;
    if (text.length > 0) this.#answer.write(text);
  }

  end(): void {
    this.#place.leave();
    this.#answer.end();
    const farewell = setTimeout(() => this.cutOff(), longestFarewellMs).unref();
    this.#answer.once('close', () => clearTimeout(farewell));
  }

  cutOff(): void {
    this.#place.leave();
    this.#answer.destroy();
  }
}

/** Takes over the response from the framework, which would end it when the route returns. */
export function takeStreamAnswer(reply: FastifyReply): ServerResponse {
  const { raw } = reply;
  reply.hijack();
  if (raw.destroyed) return raw;
  // A hijacked response gets none of the headers set so far.
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  // The connection is only for this stream and ends with it.
  return raw.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
}
