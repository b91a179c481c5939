import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../domain/callers/caller.ts';
import { nextEvents } from '../domain/event-feed.ts';
import type { Vault } from '../domain/vault.ts';
import type { EventRecord } from '../storage/records.ts';
import type { StreamPlace } from './open-streams.ts';

/** Asks whether the key still counts, where nothing happens that would tell: its end has come. */
const checkEveryMs = 5_000;
/** Every so many checks the client hears that the vault is still there. */
const checksPerSign = 3;
/** A client that does not read is cut off before it costs memory. */
const largestBacklog = 1_048_576;
/** Whoever is told that the stream ends gets so long to read it. */
const longestFarewellMs = 3_000;

/** Tells one program what changes, until it goes, its key ends, or the vault stops. */
export class EventStream {
  readonly #vault: Vault;
  readonly #caller: Caller;
  readonly #answer: ServerResponse;
  readonly #place: StreamPlace;
  /** The event that was told last. */
  #position: number;
  #work: Promise<void> = Promise.resolve();
  #checks = 0;
  #unsubscribe = (): void => {};
  #timer: NodeJS.Timeout | undefined;

  constructor(vault: Vault, caller: Caller, position: number, answer: ServerResponse, place: StreamPlace) {
    this.#vault = vault;
    this.#caller = caller;
    this.#position = position;
    this.#answer = answer;
    this.#place = place;
  }

  start(): void {
    // Gone before it began: nothing would tell of its end any more.
    if (this.#answer.destroyed) return this.#leave();
    this.#answer.write('retry: 1000\nevent: connected\ndata: {"type":"connected"}\n\n');
    this.#unsubscribe = this.#vault.storage.onEvents(() => this.#tell());
    this.#timer = setInterval(() => this.#check(), checkEveryMs);
    this.#place.end = () => this.#end();
    this.#answer.once('close', () => this.#leave());
    // Whatever was committed between the start and the subscription.
    this.#tell();
  }

  #check(): void {
    this.#checks += 1;
    this.#tell(this.#checks % checksPerSign === 0 ? ': still here\n\n' : '');
  }

  /** What is new, and `sign` behind it; one after the other. */
  #tell(sign = ''): void {
    this.#work = this.#work.then(() => this.#step(sign)).catch(() => this.#cutOff());
  }

  async #step(sign: string): Promise<void> {
    if (this.#answer.destroyed || this.#answer.writableEnded) return;
    const next = await nextEvents(this.#vault, this.#caller, this.#position);
    if (!next) return this.#end();
    if (this.#answer.writableLength > largestBacklog) return this.#cutOff();
    this.#position = next.position;
    const text = next.events.map(formatEvent).join('') + sign;
    if (text !== '' && !this.#answer.writableEnded) this.#answer.write(text);
  }

  #end(): void {
    this.#leave();
    this.#answer.end();
    const farewell = setTimeout(() => this.#cutOff(), longestFarewellMs).unref();
    this.#answer.once('close', () => clearTimeout(farewell));
  }

  #cutOff(): void {
    this.#leave();
    this.#answer.destroy();
  }

  /** From here on it costs nothing but its connection. */
  #leave(): void {
    this.#unsubscribe();
    clearInterval(this.#timer);
    this.#place.leave();
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

function formatEvent({ seq, event }: EventRecord): string {
  return `id: ${String(seq)}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
