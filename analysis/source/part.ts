import type { WordSet } from './hashed-words.ts';

/**
 * A part of a file that stands by itself at the outermost level, with what follows up to the next: a
 * function, a class, a constant. Says what it may give to other parts and what it may take from them; knows
 * no text and no place, so that it can be kept over edits.
 */
export interface Part {
  readonly length: number;
  readonly words: WordSet;
  /** Words that may matter to constants: attributes, ends of texts in quotes, all of code that runs at once. */
  readonly pointing: WordSet;
  /** Names that parts share: whoever mentions one may matter to all that do. */
  readonly shared: WordSet;
  /** Names of texts and numbers: who mentions one depends on this part, and on nobody else who does. */
  readonly plain: WordSet;
  /** Attributes that are set here. */
  readonly attributes: WordSet;
  /** Which statements it has and where: the same text may be read in another way after an edit above it. */
  readonly shape: number;
  /** What of it may matter to the whole file; two parts that agree in it are the same to the others. */
  readonly everywhere: string;
  /** It may do anything to the whole file. */
  readonly isUnruly: boolean;
}

/** The parts of one version of a file, in order; together they are all of its text. */
export type Parts = readonly Part[];

/** How a language divides its files. */
export interface Division<File> {
  /** The parts of a text from one border to another. */
  partsIn(file: File, from: number, to: number): Parts;
  /** Whether a part stands at `offset` as it was. */
  isSame(file: File, offset: number, part: Part): boolean;
  /**
   * Of parts that follow each other from `offset` to the end of the file, the index of the first from which
   * on all stand there as they were.
   */
  firstSame(file: File, offset: number, parts: Parts): number;
}
