import type { Quote } from '../snippets/snippet-style-model.ts';

/** A string as it stands in the code. */
export interface StringToken {
  readonly start: number;
  readonly end: number;
  /** `f`, `rb`, or nothing; in lower case. */
  readonly prefix: string;
  readonly quote: string;
  readonly content: string;
  /** Where the content begins. */
  readonly contentStart: number;
  /** Places for code in the content, as offsets in it. */
  readonly holes: readonly Span[];
  /** Of an element of JSX: `token="…"`. */
  readonly isAttribute: boolean;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a scanner finds, in the order of the text. */
export interface Scanned {
  readonly strings: StringToken[];
  readonly replaced: Replaced[];
}

/** What another text of the same length stands for in the structure. */
export interface Replaced extends Span {
  readonly by: string;
}

/** Whether strings of this kind have places for code: f-strings and templates. */
export function isTemplate({ prefix, quote }: Pick<StringToken, 'prefix' | 'quote'>): boolean {
  return /[ft]/.test(prefix) || quote === '`';
}

/** One of the signs that the string stands between, for code in its place. */
export function quoteOf({ quote }: Pick<StringToken, 'quote'>): Quote {
  return quote.startsWith("'") ? "'" : '"';
}

export function otherQuote(quote: Quote): Quote {
  return quote === '"' ? "'" : '"';
}

/** Spaces that keep the lines. */
export function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}

/** The rest of the line: nobody knows what a quote without its other one begins. */
export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** What the pattern, a sticky one, finds right there. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
