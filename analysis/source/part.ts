import type { WordSet } from './hashed-words.ts';

/**
 * A self-contained top-level part of a file, such as a function, class or constant, including the text up to
 * the next part. Describes what the part may provide to other parts and use from them. Contains neither text
 * nor positions, so that it can be kept across edits.
 */
export interface Part {
  readonly length: number;
  readonly words: WordSet;
  /**
   * Words that may affect constants: attributes, the last words of quoted strings, and all code that runs on
   * import.
   */
  readonly pointing: WordSet;
  /**
   * Names that parts share. Each part that mentions one of these names may affect all others that mention it.
   */
  readonly shared: WordSet;
  /**
   * Names of string and number constants. A part that mentions one depends on this part, but not on other
   * parts that mention it.
   */
  readonly plain: WordSet;
  /** Attributes that are set here. */
  readonly attributes: WordSet;
  /**
   * A hash of the statements and their positions. An edit further up may change how the same text is parsed.
   */
  readonly shape: number;
  /**
   * Content that may affect the entire file. If it is equal in two parts, the parts look the same to all
   * other parts.
   */
  readonly everywhere: string;
  /** True if the part may affect the entire file in any way. */
  readonly isUnruly: boolean;
}

/** The parts of one version of a file, in order. Together, they cover its entire text. */
export type Parts = readonly Part[];

/** Divides the files of a language into parts. */
export interface Division<File> {
  /** Returns the parts of a text between two boundaries. */
  partsIn(file: File, from: number, to: number): Parts;
  /** Whether a part is unchanged at `offset`. */
  isSame(file: File, offset: number, part: Part): boolean;
  /**
   * Given consecutive parts from `offset` to the end of the file, returns the index from which all parts are
   * unchanged.
   */
  firstSame(file: File, offset: number, parts: Parts): number;
}
