import type { CatalogResult } from '../contracts/lsp-messages.ts';
import { digest } from './digest.ts';
import { withTimeout } from './timing.ts';

/** A source of catalogs. A request may reject or never resolve; in both cases, nothing is known. */
export interface CatalogSource {
  ask(agentId: string, signal: AbortSignal): Promise<CatalogResult>;
}

export interface CatalogsOptions {
  readonly source: CatalogSource;
  readonly changed: (agentId: string) => void;
  readonly failed: (agentId: string, reason: unknown) => void;
  /** How long a stale response remains in use while no new one arrives. */
  readonly staleMs: number;
  /** How long callers wait for an agent's first response, counted from the start of the request. */
  readonly patienceMs: number;
}

/**
 * Caches each agent's catalog. Reads are synchronous: requests to the source run in the background, and
 * `changed` is called when a response arrives.
 */
export class Catalogs {
  readonly #options: CatalogsOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #asking = new Set<Entry>();

  constructor(options: CatalogsOptions) {
    this.#options = options;
  }

  /** Whether any request is pending, so that something may still change. */
  get isAsking(): boolean {
    return this.#asking.size > 0;
  }

  /** Starts a request to the source the first time it is called for an agent. */
  knowledge(agentId: string): CatalogResult | undefined {
    return this.#entry(agentId).answer;
  }

  /** Like `knowledge`, but waits briefly if the first response is still pending. */
  async knowledgeSoon(agentId: string): Promise<CatalogResult | undefined> {
    const entry = this.#entry(agentId);
    if (entry.answer === undefined) await entry.patience;
    return entry.answer;
  }

  /**
   * Invalidates the given agents, or all known ones. Agents with an entry in `answers` get that response; the
   * others are requested again and keep their previous response until then.
   */
  invalidate(agentIds?: readonly string[], answers: ReadonlyMap<string, CatalogResult> = new Map()): void {
    for (const agentId of agentIds ?? this.#entries.keys()) {
      const entry = this.#entries.get(agentId);
      if (entry === undefined) continue;
      const answer = answers.get(agentId);
      if (answer === undefined) this.#ask(agentId, entry);
      else this.#accept(agentId, entry, answer);
    }
  }

  #accept(agentId: string, entry: Entry, answer: CatalogResult): void {
    entry.asking.abort();
    this.#asking.delete(entry);
    this.#learn(agentId, entry, answer);
  }

  #entry(agentId: string): Entry {
    const known = this.#entries.get(agentId);
    if (known !== undefined) return known;
    const entry: Entry = {
      answer: undefined,
      identity: undefined,
      asking: new AbortController(),
      patience: Promise.resolve(),
    };
    this.#entries.set(agentId, entry);
    this.#ask(agentId, entry);
    return entry;
  }

  #ask(agentId: string, entry: Entry): void {
    entry.asking.abort();
    entry.asking = new AbortController();
    this.#asking.add(entry);
    const answer = this.#take(agentId, entry, entry.asking.signal);
    entry.patience = withTimeout(answer, this.#options.patienceMs);
  }

  async #take(agentId: string, entry: Entry, signal: AbortSignal): Promise<void> {
    const stale = setTimeout(() => {
      if (!signal.aborted) this.#learn(agentId, entry, undefined);
    }, this.#options.staleMs);
    try {
      const answer = await this.#options.source.ask(agentId, signal);
      if (!signal.aborted) this.#learn(agentId, entry, answer);
    } catch (reason) {
      if (signal.aborted) return;
      this.#options.failed(agentId, reason);
      this.#learn(agentId, entry, undefined);
    } finally {
      clearTimeout(stale);
      if (!signal.aborted) this.#asking.delete(entry);
    }
  }

  #learn(agentId: string, entry: Entry, answer: CatalogResult | undefined): void {
    const identity = identityOf(answer);
    entry.answer = answer;
    if (entry.identity === identity) return;
    entry.identity = identity;
    this.#options.changed(agentId);
  }
}

/**
 * Equal for responses with the same content, regardless of when they were given; undefined if nothing is
 * known.
 */
function identityOf(answer: CatalogResult | undefined): string | undefined {
  if (answer === undefined) return undefined;
  const text = JSON.stringify(answer, (key, value: unknown) => (key === 'asOf' ? undefined : value));
  return digest(text);
}

interface Entry {
  answer: CatalogResult | undefined;
  identity: string | undefined;
  /** Aborted when a newer request supersedes this one. */
  asking: AbortController;
  /** Resolves when the response arrives or the timeout expires. */
  patience: Promise<void>;
}
