import type { WordPlaces } from './word-places.ts';

/** Words that code asks for without mentioning them itself: a file with one of them may set anything. */
const reflection: ReadonlySet<string> = new Set(['delattr', 'exec', 'globals', 'setattr', 'vars']);

/**
 * Which files may have other answers after edits. Whoever imported a changed file depends on it, and
 * files that share a word that was asked for may call each other; nobody else does. A word that comes
 * into a file or leaves it may matter to anybody who asked for it.
 */
export class Invalidation {
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
    this.#everything ||= this.#words.takeMoved();
    for (const uri of this.#everything ? [] : this.#changed) this.#spread(uri);
    const disturbed = new Set(this.#everything ? all : this.#disturbed);
    this.nothing();
    return disturbed;
  }

  /** What happened so far was seen by nobody. */
  nothing(): void {
    this.#words.takeMoved();
    this.#changed.clear();
    this.#disturbed.clear();
    this.#everything = false;
  }

  #spread(uri: string): void {
    const reached = new Set([uri]);
    let before = 0;
    while (before < reached.size) {
      before = reached.size;
      for (const file of reached) addAll(reached, this.#importers.get(file) ?? []);
      for (const [word, files] of this.#words.asked()) {
        if (!meet(files, reached)) continue;
        this.#everything ||= reflection.has(word);
        addAll(reached, files);
      }
    }
    addAll(this.#disturbed, reached);
  }
}

function addAll(target: Set<string>, more: Iterable<string>): void {
  for (const item of more) target.add(item);
}

function meet(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const item of some) if (others.has(item)) return true;
  return false;
}
