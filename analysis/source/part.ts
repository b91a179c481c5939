import type { WordSet } from './hashed-words.ts';

/**
 * A self-contained top-level part of a file, such as a function, class or constant, including the text up to
 * the next part. Describes what it may provide to other parts and use from them; contains no text and no
 * position, so that it can be kept across edits.
 */
export interface Part {
  readonly length: number;
  readonly words: WordSet;
  /** Words that may affect constants: attributes, ends of quoted texts, and all code that runs on import. */
  readonly pointing: WordSet;
  /** Names that parts share: each part that mentions one may affect all others that do. */
  readonly shared: WordSet;
  /**
   * Names of text and number constants: a part that mentions one depends on this part, but not on the others
   * that do.
   */
  readonly plain: WordSet;
  /** Attributes that are set here. */
  readonly attributes: WordSet;
  /**
   * Hash of its statements and their positions: the same text may be parsed differently after an edit above
   * it.
   */
  readonly shape: number;
  /** The content that may affect the whole file; if it is equal, two parts look the same to the others. */
  readonly everywhere: string;
  /** It may affect the whole file in any way. */
  readonly isUnruly: boolean;
}

/** The parts of one version of a file, in order; together they cover all of its text. */
export type Parts = readonly Part[];

/** How a language divides its files. */
export interface Division<File> {
  /** The parts of a text between two boundaries. */
  partsIn(file: File, from: number, to: number): Parts;
  /** Whether a part is unchanged at `offset`. */
  isSame(file: File, offset: number, part: Part): boolean;
  /**
   * For consecutive parts from `offset` to the end of the file, the index of the first from which on all are
   * unchanged.
   */
  firstSame(file: File, offset: number, parts: Parts): number;
}
