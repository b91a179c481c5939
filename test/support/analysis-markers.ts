import type { FileContext, ParsedFile } from '../../analysis/index.ts';
import { bookingAgent, open } from './analysis-fixture.ts';

interface Marked {
  readonly code: string;
  readonly offset: number;
}

/** Removes `$0`, which marks the cursor, from the code. */
export function cursorIn(marked: string): Marked {
  const offset = marked.indexOf('$0');
  if (offset === -1) throw new Error('The code has no cursor: write $0 where it is.');
  return { code: marked.replace('$0', ''), offset };
}

/**
 * Lists the names that each reference may read, in order. `env:` marks environment variables, and `?` a name
 * chosen at run time.
 */
export function namesIn(code: string, languageId?: string, functions?: readonly string[]): readonly string[] {
  const { analyzer, file } = open(code, languageId, functions);
  return analyzer.references(file).map(({ dialect, names, dynamic }) => {
    const prefix = dialect === 'environment' ? 'env:' : '';
    return `${prefix}${dynamic ? '?' : names.join('|')}`;
  });
}

/** The source text of each reference, in order. */
export function spansIn(code: string, languageId?: string): readonly string[] {
  const { analyzer, file } = open(code, languageId);
  return analyzer.references(file).map(({ span }) => code.slice(span.start, span.end));
}

const annotation = /^#\s*\^+ .*$/;

/**
 * Replaces the annotations (`#   ^^^^ rule: message`, below the line they are about) with the actual
 * findings. Code with correct annotations is returned unchanged.
 */
export function annotated(code: string, context: FileContext = bookingAgent()): string {
  const lines = code.split('\n').filter((line) => !annotation.test(line));
  const { analyzer, file } = open(lines.join('\n'));
  const notes = new Map<number, string[]>();
  for (const { rule, message, range } of analyzer.findings(file, context)) {
    const { line, character } = range.start;
    const carets = '^'.repeat(range.end.character - character);
    const note = `#${' '.repeat(character - 1)}${carets} ${rule}: ${message}`;
    notes.set(line, [...(notes.get(line) ?? []), note]);
  }
  return lines.map((line, number) => [line].concat(notes.get(number) ?? []).join('\n')).join('\n');
}

/** The completion labels offered at the cursor. */
export function offeredAt(
  marked: string,
  context: FileContext = bookingAgent(),
  languageId = 'python',
): readonly string[] {
  const { code, offset } = cursorIn(marked);
  const { analyzer, file } = open(code, languageId);
  return analyzer.complete(file, offset, context).map(({ label }) => label);
}

/** The code after accepting the completion with this label at the cursor. */
export function taken(
  marked: string,
  label: string,
  context: FileContext = bookingAgent(),
  languageId = 'python',
): string {
  const { code, offset } = cursorIn(marked);
  const { analyzer, file } = open(code, languageId);
  const item = analyzer.complete(file, offset, context).find((one) => one.label === label);
  if (item === undefined) throw new Error(`"${label}" is not offered there.`);
  return edited(file, [{ range: item.replace, newText: item.insertText }]);
}

interface Edit {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly newText: string;
}
type Position = Parameters<ParsedFile['offsetAt']>[0];

/** The text after applying edits, which must not overlap but can be in any order. */
export function edited(file: ParsedFile, edits: readonly Edit[]): string {
  const lastFirst = edits.toSorted(
    (one, other) => file.offsetAt(other.range.start) - file.offsetAt(one.range.start),
  );
  return lastFirst.reduce(
    (text, { range, newText }) =>
      text.slice(0, file.offsetAt(range.start)) + newText + text.slice(file.offsetAt(range.end)),
    file.text,
  );
}

/** The hover content at the cursor. */
export function hoverAt(
  marked: string,
  context: FileContext = bookingAgent(),
  languageId = 'python',
): string | undefined {
  const { code, offset } = cursorIn(marked);
  const { analyzer, file } = open(code, languageId);
  return analyzer.hover(file, offset, context)?.markdown;
}

/** The fixes offered at the cursor. */
export function fixesAt(
  marked: string,
  context: FileContext = bookingAgent(),
): ReturnType<ReturnType<typeof open>['analyzer']['codeActions']> {
  const { code, offset } = cursorIn(marked);
  const { analyzer, file } = open(code);
  return analyzer.codeActions(file, file.rangeOf({ start: offset, end: offset }), context);
}

/** The code after applying the fix with this title. */
export function fixed(marked: string, title: string, context: FileContext = bookingAgent()): string {
  const { code } = cursorIn(marked);
  const fix = fixesAt(marked, context).find((one) => one.title === title);
  if (fix?.edit === undefined) throw new Error(`"${title}" is not offered as an edit there.`);
  return edited(open(code).file, fix.edit);
}
