import type { Diagnostic, Position, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { rules } from '../analysis/index.ts';
import { canonicalUri } from './uris.ts';

/** How long after a keystroke findings for the word being typed are withheld, in milliseconds. */
const settleMs = 800;

/** The rules whose findings may disappear once the word is finished. */
const aboutTypedText: ReadonlySet<unknown> = new Set(
  rules.filter((rule) => rule.aboutTypedText).map(({ id }) => id),
);

interface Letter {
  readonly start: Position;
  readonly end: Position;
  readonly at: number;
}

export interface TypingOptions {
  /** Milliseconds since an arbitrary point in time. */
  readonly now: () => number;
  /** Called when a withheld word in the file can be checked. */
  readonly settled: (uri: string) => void;
}

/** Withholds findings for the word being typed. Only insertions of one or two characters count as typing. */
export class Typing {
  readonly #options: TypingOptions;
  readonly #letters = new Map<string, Letter>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(options: TypingOptions) {
    this.#options = options;
  }

  changed(uri: string, changes: readonly TextDocumentContentChangeEvent[]): void {
    const [change, more] = changes;
    const letter =
      more === undefined && change !== undefined ? letterOf(change, this.#options.now()) : undefined;
    if (letter === undefined) this.#letters.delete(canonicalUri(uri));
    else this.#letters.set(canonicalUri(uri), letter);
  }

  /** Removes findings for the word being typed. They are requested again once the word has settled. */
  withoutUnfinished(uri: string, diagnostics: readonly Diagnostic[]): Diagnostic[] {
    const letter = this.#letters.get(canonicalUri(uri));
    const rest = letter === undefined ? 0 : letter.at + settleMs - this.#options.now();
    if (letter === undefined || rest <= 0) return [...diagnostics];
    const kept = diagnostics.filter((one) => !aboutTypedText.has(one.code) || !touches(one.range, letter));
    if (kept.length < diagnostics.length) this.#settleIn(rest, uri);
    return kept;
  }

  #settleIn(milliseconds: number, uri: string): void {
    clearTimeout(this.#timers.get(uri));
    const settled = (): void => {
      this.#timers.delete(uri);
      this.#options.settled(uri);
    };
    this.#timers.set(uri, setTimeout(settled, milliseconds + 1));
  }
}

/** The typed letter, or the pair of quotes that an editor inserts together. */
function letterOf(change: TextDocumentContentChangeEvent, at: number): Letter | undefined {
  const { text } = change;
  const isShort = text.length > 0 && text.length <= 2 && !/[\r\n]/.test(text);
  if (!('range' in change) || !isShort) return undefined;
  const { start } = change.range;
  return { start, end: { line: start.line, character: start.character + text.length }, at };
}

function touches(range: Diagnostic['range'], { start, end }: Letter): boolean {
  return !isBefore(range.end, start) && !isBefore(end, range.start);
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
