import type { OriginFinder } from './origin.ts';

/** The modules in which to search for a word: this one first, then the other modules of the project. */
export function* modulesMentioning(finder: OriginFinder, word: string): Generator<OriginFinder> {
  yield finder;
  yield* othersMentioning(finder, word);
}

/** The other modules of the project in which to search for a word. */
export function* othersMentioning(finder: OriginFinder, word: string): Generator<OriginFinder> {
  for (const other of finder.others.mentioning(word)) if (other !== finder) yield other;
}
