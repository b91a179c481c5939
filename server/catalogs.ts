import type { CatalogResult } from '../contracts/lsp-messages.ts';
import { digest } from './digest.ts';
import { withTimeout } from './with-timeout.ts';

/** Where names come from. May reject, and may never answer; both mean that nothing is known. */
export interface CatalogSource {
  ask(agentId: string, signal: AbortSignal): Promise<CatalogResult>;
}

export interface CatalogsOptions {
  readonly source: CatalogSource;
  /** What is known of this agent changed. */
  readonly changed: (agentId: string) => void;
  readonly failed: (agentId: string, reason: unknown) => void;
  /** How long an old answer may stand while the new one does not come. */
  readonly staleMs: number;
  /** How long somebody may wait for a first answer, counted from the question. */
  readonly patienceMs: number;
}

/**
 * What is known of each agent's secrets. Reading is immediate and never waits: a question to the
 * source runs behind, and `changed` tells when its answer is there.
 */
export class Catalogs {
  readonly #options: CatalogsOptions;
  readonly #entries = new Map<string, Entry>();
  /** Those whose question is out. */
  readonly #asking = new Set<Entry>();

  constructor(options: CatalogsOptions) {
    this.#options = options;
  }

  /** Whether a question is out whose answer may change something. */
  get isAsking(): boolean {
    return this.#asking.size > 0;
  }

  /** The first question about an agent asks the source. */
  knowledge(agentId: string): CatalogResult | undefined {
    return this.#entry(agentId).answer;
  }

  /** The same, after a moment's wait if the first answer is still on its way. */
  async knowledgeSoon(agentId: string): Promise<CatalogResult | undefined> {
    const entry = this.#entry(agentId);
    if (entry.answer === undefined) await entry.patience;
    return entry.answer;
  }

  /**
   * Takes the answers that came with the news about these agents, or about all known ones, and asks again for the
   * others; their old answers stay meanwhile.
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

/** The same for answers that say the same, whenever they were given; undefined when nothing is known. */
function identityOf(answer: CatalogResult | undefined): string | undefined {
  if (answer === undefined) return undefined;
  const text = JSON.stringify(answer, (key, value: unknown) => (key === 'asOf' ? undefined : value));
  return digest(text);
}

interface Entry {
  answer: CatalogResult | undefined;
  identity: string | undefined;
  /** Aborted when a newer question makes this one's answer worthless. */
  asking: AbortController;
  /** Resolves with the answer, or when waiting for it has lasted long enough. */
  patience: Promise<void>;
}
