import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../domain/callers/caller.ts';
import type { StreamPlace } from './open-streams.ts';

/** A client that does not read is cut off before it costs memory. */
const largestBacklog = 1_048_576;
/** Whoever is told that the stream ends gets so long to read it. */
const longestFarewellMs = 3_000;

/** One program that follows what changes, until it goes, its key ends, or the vault stops. */
export class EventStream {
  readonly caller: Caller;
  /** The event that was told last. */
  position: number;
  readonly #answer: ServerResponse;
  readonly #place: StreamPlace;

  constructor(caller: Caller, position: number, answer: ServerResponse, place: StreamPlace) {
    this.caller = caller;
    this.position = position;
    this.#answer = answer;
    this.#place = place;
  }

  /** Greets. `onLeave` is called once, when nothing is to be told any more. */
  start(onLeave: () => void): void {
    const { leave } = this.#place;
    this.#place.leave = () => {
      leave();
      onLeave();
    };
    // Gone before it began: nothing would tell of its end any more.
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

/** Takes the answer from the framework, which would end it when the route is done. */
export function takeStreamAnswer(reply: FastifyReply): ServerResponse {
  const { raw } = reply;
  reply.hijack();
  if (raw.destroyed) return raw;
  // A hijacked answer gets none of the headers set so far.
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  // The connection is for this stream alone and ends with it.
  return raw.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
}
