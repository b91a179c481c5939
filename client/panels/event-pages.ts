import type { ShownEvent } from '../../contracts/shown-event.ts';
import type { AuditEvent, AuditPage, PrunedEntries } from '../../contracts/vault-api/audit.ts';
import type { AccessRequest } from '../../contracts/vault-api/requests.ts';
import { eventShown, isOfRequest, type Names, type Requests } from './shown-events.ts';

/** Events per page. */
const pageLength = 25;

/** Events to search per page, so that a rare event does not load the entire log. */
const mostPassed = 1_000;

/** The number of events that a searched page counts as if the vault found few or none in it. */
const pageWeight = 100;

export interface EventSearch {
  /** Starts with the newest event. */
  readonly pages: () => AsyncIterable<AuditPage>;
  readonly isShown: (event: AuditEvent) => boolean;
}

interface EventPage {
  readonly events: readonly ShownEvent[];
  /** Whether the log may contain further events. */
  readonly more: boolean;
  /** Present on the last page if older entries were pruned. */
  readonly pruned?: PrunedEntries;
}

interface KnownToPages {
  readonly names: () => Names;
  readonly requests: () => Promise<readonly AccessRequest[]>;
}

/** Shows the audit log page by page. Requests run one at a time. */
export class EventPages {
  readonly #known: KnownToPages;
  #search: EventSearch;
  #source: AsyncIterator<AuditEvent | undefined> | undefined;
  #pruned: PrunedEntries | undefined;
  /** The number of events on display. */
  #shown = 0;
  /** The events that were searched. */
  #newest = 0;
  #oldest = Infinity;
  #last: Promise<unknown> = Promise.resolve();

  constructor(known: KnownToPages, search: EventSearch) {
    this.#known = known;
    this.#search = search;
  }

  /** Starts another search, with its first page. */
  begin(search: EventSearch): Promise<EventPage> {
    this.#search = search;
    this.#shown = 0;
    return this.again();
  }

  /** Starts with the newest event, and returns at least as many as are already shown. */
  again(): Promise<EventPage> {
    return this.#inTurn(() => {
      const wanted = Math.max(pageLength, this.#shown);
      [this.#shown, this.#newest, this.#oldest, this.#source] = [0, 0, Infinity, undefined];
      return this.#next(wanted);
    });
  }

  next(): Promise<EventPage> {
    return this.#inTurn(() => this.#next(pageLength));
  }

  /** The events since the newest one that was searched; `undefined` if they do not fit on a page of the log. */
  newer(): Promise<readonly ShownEvent[] | undefined> {
    return this.#inTurn(async () => {
      const found: AuditEvent[] = [];
      for await (const event of this.#events()) {
        if (event === undefined && found.length > 0) return undefined;
        if (event === undefined || event.seq <= this.#newest) break;
        found.push(event);
      }
      const events = await this.#toShow(found.filter(this.#search.isShown));
      this.#newest = found[0]?.seq ?? this.#newest;
      this.#shown += events.length;
      return events;
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #next(count: number): Promise<EventPage> {
    const source = this.#source ?? this.#eventsAfterShown();
    // Stored again only if nothing fails.
    this.#source = undefined;
    const { events: found, more, last } = await nextPage(source, { count, isShown: this.#search.isShown });
    const events = await this.#toShow(found);
    this.#source = source;
    this.#shown += events.length;
    this.#oldest = last ?? this.#oldest;
    return { events, more, ...(!more && this.#pruned && { pruned: this.#pruned }) };
  }

  /** The pages' events, and `undefined` after each page that another one follows. */
  async *#events(): AsyncGenerator<AuditEvent | undefined> {
    for await (const { events, nextCursor, pruned } of this.#search.pages()) {
      this.#pruned = pruned;
      yield* events;
      if (nextCursor !== undefined) yield undefined;
    }
  }

  /** Skips the events that were already searched, because a failure ends the previous iteration. */
  async *#eventsAfterShown(): AsyncGenerator<AuditEvent | undefined> {
    for await (const event of this.#events()) {
      if (event && event.seq >= this.#oldest) continue;
      if (event) this.#newest = Math.max(this.#newest, event.seq);
      yield event;
    }
  }

  async #toShow(events: readonly AuditEvent[]): Promise<readonly ShownEvent[]> {
    const requests = await this.#requestsOf(events);
    const names = this.#known.names();
    return events.map((event) => eventShown(event, names, requests));
  }

  /** Supplies the reasons that users gave, which the audit log does not contain. */
  async #requestsOf(events: readonly AuditEvent[]): Promise<Requests> {
    if (!events.some(isOfRequest)) return new Map();
    const all = await this.#known.requests().catch(() => []);
    return new Map(all.map((request) => [request.id, request]));
  }
}

interface FoundEvents {
  readonly events: readonly AuditEvent[];
  readonly more: boolean;
  /** The last event taken from the source. */
  readonly last: number | undefined;
}

/** Takes the next events to show; `more` if the log may contain others. */
export async function nextPage(
  source: AsyncIterator<AuditEvent | undefined>,
  { count, isShown }: { readonly count: number; readonly isShown: EventSearch['isShown'] },
): Promise<FoundEvents> {
  const events: AuditEvent[] = [];
  let last: number | undefined;
  let passed = 0;
  while (events.length < count && passed < mostPassed) {
    const next = await source.next();
    if (next.done === true) return { events, more: false, last };
    const event = next.value;
    passed += event ? 1 : pageWeight;
    last = event?.seq ?? last;
    if (event && isShown(event)) events.push(event);
  }
  return { events, more: true, last };
}
