import type { WordPlaces } from './word-places.ts';

/**
 * Which files may have other answers after edits. Whoever imported a changed file depends on it, and
 * files that share a word that was asked for may call each other; nobody else does.
 */
export class Disturbances {
  readonly #words: WordPlaces;
  /** By file, who imported it. */
  readonly #importers = new Map<string, Set<string>>();
  readonly #changed = new Set<string>();
  readonly #disturbed = new Set<string>();
  #everything = false;

  constructor(words: WordPlaces) {
    this.#words = words;
  }

  imported(uri: string, by: string): void {
    const importers = this.#importers.get(uri) ?? new Set();
    this.#importers.set(uri, importers.add(by));
  }

  /** To be told before anybody looks at the new text: who called it by the old one is disturbed too. */
  changed(uri: string): void {
    if (this.#everything || this.#changed.has(uri)) return;
    this.#changed.add(uri);
    this.#spread(uri);
  }

  /** A file came or went, so that imports and calls anywhere may mean something else. */
  everything(): void {
    this.#everything = true;
  }

  /** All since the last call. */
  take(all: readonly string[]): ReadonlySet<string> {
    if (!this.#everything && this.#changed.size > 0) this.#words.checkAll();
    for (const uri of this.#everything ? [] : this.#changed) this.#spread(uri);
    const disturbed = new Set(this.#everything ? all : this.#disturbed);
    this.nothing();
    return disturbed;
  }

  /** What happened so far was seen by nobody. */
  nothing(): void {
    this.#changed.clear();
    this.#disturbed.clear();
    this.#everything = false;
  }

  #spread(uri: string): void {
    const reached = new Set([uri]);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const file of reached)
        for (const importer of this.#importers.get(file) ?? []) reached.add(importer);
      for (const files of this.#words.asked()) if (meet(files, reached)) addAll(reached, files);
    }
    addAll(this.#disturbed, reached);
  }
}

function addAll(target: Set<string>, more: ReadonlySet<string>): void {
  for (const item of more) target.add(item);
}

function meet(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const item of some) if (others.has(item)) return true;
  return false;
}
