import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../domain/callers/caller.ts';
import type { StreamLimits } from '../rate-limit/rate-limit.ts';
import { ProblemError } from '../errors/errors.ts';

/** A client that does not read is cut off before its backlog uses too much memory. */
const largestBacklog = 1_048_576;
/** How long a client has to read that the stream is ending. */
const longestFarewellMs = 3_000;

/** One client that follows changes until it disconnects, its key is no longer valid, or the vault stops. */
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
    // The client disconnected before the start, so no event will report the end.
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

/** Takes over the response from the framework, which would otherwise end it when the route returns. */
export function takeStreamAnswer(reply: FastifyReply): ServerResponse {
  const { raw } = reply;
  reply.hijack();
  if (raw.destroyed) return raw;
  // A hijacked response has none of the headers set so far.
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  // The connection is used only for this stream and ends with it.
  return raw.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
}

/** A slot among the open streams. */
export interface StreamPlace {
  /** Releases the slot for others. Calling it again does nothing. */
  leave: () => void;
  /** Called when the vault stops. The owner of the slot sets it once there is something to end. */
  end: () => void;
}

type Owner = Pick<Caller, 'id' | 'userId' | 'account'>;

/** Tracks the open streams, to limit their number per owner and to end them all when the vault stops. */
export class OpenStreams {
  readonly #limits: StreamLimits;
  readonly #places = new Map<StreamPlace, Owner>();
  #isStopping = false;

  constructor(limits: StreamLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#places.size;
  }

  /** While true, no stream can start: one that starts after the others were ended would never end. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** @throws ProblemError `TooManyRequests` */
  reserve(owner: Owner): StreamPlace {
    const { ofKey, ofPerson, ofAccount, ofVault } = this.#limits;
    const owners = [...this.#places.values()];
    const ofSame = (isSame: (other: Owner) => boolean): number => owners.filter(isSame).length;
    if (ofSame(({ id }) => id === owner.id) >= ofKey) throw tooMany('This key has');
    if (owner.userId !== null && ofSame(({ userId }) => userId === owner.userId) >= ofPerson) {
      throw tooMany('You have');
    }
    if (ofSame(({ account }) => account.id === owner.account.id) >= ofAccount) {
      throw tooMany('This account has');
    }
    if (this.size >= ofVault) throw tooMany('The vault has');
    const place = { leave: () => void this.#places.delete(place), end: () => {} };
    this.#places.set(place, owner);
    return place;
  }

  endAll(): void {
    this.#isStopping = true;
    for (const place of this.#places.keys()) place.end();
  }
}

function tooMany(who: string): ProblemError {
  return new ProblemError(
    'TooManyRequests',
    `${who} too many open event streams. Close some, or try again later.`,
    60,
  );
}
