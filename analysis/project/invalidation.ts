import type { WordPlaces } from './word-places.ts';

/**
 * Words that the analysis looks up even though the code does not mention them, because a file that contains
 * one may set anything.
 */
const reflection: ReadonlySet<string> = new Set(['delattr', 'exec', 'globals', 'setattr', 'vars']);

/**
 * Determines which files may have different results after edits. A changed file affects only the files that
 * import it and the files that share a looked-up word with it, because these may call each other. When a word
 * is added to or removed from a file, it may affect every file that looked up this word.
 */
export class Invalidation {
  readonly #words: WordPlaces;
  readonly #importers = new Map<string, Set<string>>();
  readonly #changed = new Set<string>();
  readonly #invalidated = new Set<string>();
  #everything = false;

  constructor(words: WordPlaces) {
    this.#words = words;
  }

  imported(uri: string, by: string): void {
    const importers = this.#importers.get(uri) ?? new Set();
    this.#importers.set(uri, importers.add(by));
  }

  /**
   * Must be called before the new text is analyzed, because files linked to the previous text are affected
   * too.
   */
  changed(uri: string): void {
    if (this.#everything || this.#changed.has(uri)) return;
    this.#changed.add(uri);
    this.#spread(uri);
  }

  /** Called if a file was added or removed, because any import or call may then resolve differently. */
  everything(): void {
    this.#everything = true;
  }

  /** Returns all files affected since the last call. */
  take(all: readonly string[]): ReadonlySet<string> {
    if (!this.#everything && this.#changed.size > 0) this.#words.checkAll();
    this.#everything ||= this.#words.takeMoved();
    for (const uri of this.#everything ? [] : this.#changed) this.#spread(uri);
    const invalidated = new Set(this.#everything ? all : this.#invalidated);
    this.nothing();
    return invalidated;
  }

  /** Discards the changes so far, because no results were based on them. */
  nothing(): void {
    this.#words.takeMoved();
    this.#changed.clear();
    this.#invalidated.clear();
    this.#everything = false;
  }

  #spread(uri: string): void {
    const reached = new Set([uri]);
    let before = 0;
    while (before < reached.size) {
      before = reached.size;
      for (const file of reached) addAll(reached, this.#importers.get(file) ?? []);
      for (const [word, files] of this.#words.asked()) {
        if (!overlap(files, reached)) continue;
        this.#everything ||= reflection.has(word);
        addAll(reached, files);
      }
    }
    addAll(this.#invalidated, reached);
  }
}

function addAll(target: Set<string>, more: Iterable<string>): void {
  for (const item of more) target.add(item);
}

function overlap(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const item of some) if (others.has(item)) return true;
  return false;
}
