import { setImmediate as nextTurn } from 'node:timers/promises';
import { isStillActive } from '../domain/callers/still-active.ts';
import type { Caller } from '../domain/callers/caller.ts';
import { concerns, eventsBetween } from '../domain/audit/event-feed.ts';
import type { Vault } from '../domain/context/vault.ts';
import type { EventRecord } from '../storage/records.ts';
import type { EventStream } from './event-stream.ts';

/** How often to check whether keys are still valid, since the expiry of a key causes no event. */
const checkEveryMs = 5_000;
/** After this many checks, clients are sent a keep-alive. */
const checksPerSign = 3;
const sign = ': still here\n\n';
/**
 * Each round is followed by a pause of this many times its length, which leaves most of the time to other
 * work.
 */
const restFactor = 4;
const longestRestMs = 1_000;
/** Streams served before other requests get a turn. */
const streamsPerTurn = 50;

/**
 * Sends changes to all open streams, in rounds: one query for each account, however many streams follow it,
 * and one encoding for all streams that receive the same events. Changes during a round or the pause after it
 * share the next round.
 */
export class EventHub {
  readonly #vault: Vault;
  readonly #streams = new Set<EventStream>();
  #unsubscribe: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #checks = 0;
  #running = false;
  /** Set when something has happened since the current round began. */
  #isDue = false;
  #isSignDue = false;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  add(stream: EventStream): void {
    if (this.#streams.size === 0) this.#listen();
    this.#streams.add(stream);
    stream.start(() => this.#remove(stream));
    // Sends what was committed between the start of the stream and now.
    this.#announce();
  }

  #listen(): void {
    this.#unsubscribe = this.#vault.storage.onEvents(() => this.#announce());
    this.#timer = setInterval(() => this.#check(), checkEveryMs);
  }

  #remove(stream: EventStream): void {
    this.#streams.delete(stream);
    if (this.#streams.size > 0) return;
    this.#unsubscribe?.();
    clearInterval(this.#timer);
  }

  #check(): void {
    this.#checks += 1;
    this.#isSignDue ||= this.#checks % checksPerSign === 0;
    this.#announce();
  }

  #announce(): void {
    this.#isDue = true;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#isDue && this.#streams.size > 0) {
      this.#isDue = false;
      const started = performance.now();
      await this.#notifyAll().catch(() => this.#cutOff([...this.#streams]));
      await rest(performance.now() - started);
    }
    this.#running = false;
  }

  /** Afterwards, all streams are at the same event, so the next round needs one query per account. */
  async #notifyAll(): Promise<void> {
    const end = this.#isSignDue ? sign : '';
    this.#isSignDue = false;
    const head = await this.#vault.storage.lastEventSeq();
    const groups = Map.groupBy(
      this.#streams,
      ({ caller, position }) => `${caller.account.id} ${String(position)}`,
    );
    for (const streams of groups.values()) await this.#tellGroup(streams, head, end);
  }

  /** If the streams' rights cannot be checked, they are cut off without receiving anything. */
  async #tellGroup(streams: readonly EventStream[], head: number, end: string): Promise<void> {
    const [first] = streams;
    if (!first) return;
    try {
      const { caller, position } = first;
      const texts = new Texts(await eventsBetween(this.#vault, caller.account.id, position, head), end);
      for (let start = 0; start < streams.length; start += streamsPerTurn) {
        const some = streams.slice(start, start + streamsPerTurn);
        await Promise.all(some.map((stream) => this.#tell(stream, texts, head)));
        await nextTurn();
      }
    } catch {
      this.#cutOff(streams);
    }
  }

  /**
   * The key is looked up after the events are read, so that anything that revoked it before those events
   * takes effect.
   */
  async #tell(stream: EventStream, texts: Texts, head: number): Promise<void> {
    try {
      if (!stream.isOpen) return;
      if (await isStillActive(this.#vault, stream.caller)) stream.tell(texts.for(stream.caller), head);
      else if (stream.isOpen) stream.end();
    } catch {
      stream.cutOff();
    }
  }

  #cutOff(streams: readonly EventStream[]): void {
    for (const stream of streams) stream.cutOff();
  }
}

function rest(roundMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.min(longestRestMs, roundMs * restFactor)).unref();
  });
}

/**
 * Encoded events for streams at one position in the log; streams that receive the same events share one
 * encoding.
 */
class Texts {
  readonly #events: readonly EventRecord[];
  readonly #end: string;
  readonly #isForAll: boolean;
  readonly #texts = new Map<string | null, Buffer>();

  constructor(events: readonly EventRecord[], end: string) {
    this.#events = events;
    this.#end = end;
    this.#isForAll = events.every(({ event }) => event.type !== 'environment-changed');
  }

  for(caller: Caller): Buffer {
    const listener = this.#isForAll ? null : caller.userId;
    const known = this.#texts.get(listener);
    if (known) return known;
    const events = this.#events.filter(({ event }) => concerns(event, caller));
    const text = Buffer.from(events.map(formatEvent).join('') + this.#end);
    this.#texts.set(listener, text);
    return text;
  }
}

function formatEvent({ seq, event }: EventRecord): string {
  return `id: ${String(seq)}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
