import type { Diagnostic, Position, Range, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { rules } from '../analysis/index.ts';
import { canonicalUri } from './uris.ts';

/**
 * How long a word counts as being typed after a keystroke in an editor that does not report the cursor, in
 * milliseconds.
 */
const settleMs = 800;

/** The rules whose findings may disappear once the word is finished. */
const aboutTypedText: ReadonlySet<unknown> = new Set(
  rules.filter((rule) => rule.aboutTypedText).map(({ id }) => id),
);

/** The last edit of a file, if it may have left a word unfinished. */
interface Edit {
  /** What a keystroke inserted or deleted; several places with several cursors, or in a snippet. */
  readonly letters: readonly Range[];
  readonly at: number;
  /** Unknown after an edit in several places. */
  readonly cursor: Position | undefined;
  /** The features withheld since then. */
  readonly withheld: Range[];
}

export interface TypingOptions {
  /** Milliseconds since an arbitrary point in time. */
  readonly now: () => number;
  /** Whether the editor reports the cursor. If so, a word is being typed as long as the cursor is in it. */
  readonly knowsCursor: boolean;
  /** Called when a withheld word in the file can be checked. */
  readonly settled: (uri: string) => void;
}

/**
 * Tracks the words being typed, for which nothing is reported, counted or shown yet. Typing is inserting or
 * deleting one or two characters.
 */
export class Typing {
  readonly #options: TypingOptions;
  readonly #edits = new Map<string, Edit>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(options: TypingOptions) {
    this.#options = options;
  }

  changed(uri: string, changes: readonly TextDocumentContentChangeEvent[]): void {
    const edit = editOf(changes, this.#options.now());
    if (edit === undefined) this.#edits.delete(canonicalUri(uri));
    else this.#edits.set(canonicalUri(uri), edit);
  }

  /** The cursor has moved away from where the last edit left it; undefined if it is in another file. */
  cursorMoved(uri: string, cursor: Position | undefined): void {
    const edit = this.#edits.get(canonicalUri(uri));
    if (edit === undefined) return;
    // The word may not have been checked yet.
    const words = [...edit.withheld, ...edit.letters];
    if (cursor !== undefined && words.some((range) => contains(range, cursor))) {
      this.#edits.set(canonicalUri(uri), { ...edit, cursor });
      return;
    }
    this.#edits.delete(canonicalUri(uri));
    if (edit.withheld.length > 0) this.#options.settled(uri);
  }

  /** Whether this is a word being typed. If so, `settled` is called when it no longer is. */
  isUnfinished(uri: string, range: Range): boolean {
    const edit = this.#edits.get(canonicalUri(uri));
    if (edit === undefined) return false;
    const { knowsCursor, now } = this.#options;
    const rest = edit.at + settleMs - now();
    const isCursorIn = edit.cursor === undefined || contains(range, edit.cursor);
    const isTyped = isCursorIn && edit.letters.some((letter) => touches(range, letter));
    if (!isTyped || (!knowsCursor && rest <= 0)) return false;
    edit.withheld.push(range);
    if (!knowsCursor) this.#settleIn(rest, uri);
    return true;
  }

  /** Removes findings for the word being typed. They are requested again once the word has settled. */
  withoutUnfinished(uri: string, diagnostics: readonly Diagnostic[]): Diagnostic[] {
    return diagnostics.filter(({ code, range }) => !this.isWithheld(uri, code, range));
  }

  /** Whether a finding is about a word being typed. */
  isWithheld(uri: string, rule: unknown, range: Range): boolean {
    return aboutTypedText.has(rule) && this.isUnfinished(uri, range);
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

/** Quotes of a snippet without a name between them: the cursor is in them, and the name is not written yet. */
const emptyNames = /[([](?:""|'')/g;

function editOf(changes: readonly TextDocumentContentChangeEvent[], when: number): Edit | undefined {
  const words = changes.map(wordsIn);
  const letters = words.flat();
  if (letters.length === 0 || words.some(({ length }) => length === 0)) return undefined;
  return { letters, at: when, cursor: letters.length === 1 ? letters[0]?.end : undefined, withheld: [] };
}

/** The typed or deleted letter, the pair of quotes that an editor inserts together, or the empty names of a snippet. */
function wordsIn(change: TextDocumentContentChangeEvent): readonly Range[] {
  if (!('range' in change)) return [];
  const { text, range } = change;
  const isOnLine = range.start.line === range.end.line && !/[\r\n]/.test(text);
  const isShort = text.length <= 2 && range.end.character - range.start.character <= 2;
  if (/^(["'`])\1$/.test(text)) return [at(after(range.start, text.charAt(0)))];
  if (isOnLine && isShort) return [{ start: range.start, end: after(range.start, text) }];
  return [...text.matchAll(emptyNames)].map(({ index }) => at(after(range.start, text.slice(0, index + 2))));
}

function at(position: Position): Range {
  return { start: position, end: position };
}

/** Where a text ends that starts at `start`. */
function after({ line, character }: Position, text: string): Position {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  return lines.length === 1
    ? { line, character: character + text.length }
    : { line: line + lines.length - 1, character: last.length };
}

function touches(range: Range, { start, end }: Range): boolean {
  return !isBefore(range.end, start) && !isBefore(end, range.start);
}

function contains(range: Range, position: Position): boolean {
  return touches(range, at(position));
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
