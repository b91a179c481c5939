/** Offsets are in UTF-16 code units from the start of the text; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One replacement in a text, as reported by the editor: `length` units at `start` became `text`. */
export interface TextChange {
  readonly start: number;
  readonly length: number;
  readonly text: string;
}

/** Zero-based lines; `last` is inclusive. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}
