import type { Range } from '../../contracts/lsp-messages.ts';
import type { FileContext, ParsedFile } from '../../analysis/index.ts';
import { bookingAgent, open } from './analysis-fixture.ts';
import { cursorIn } from './analysis-markers.ts';

/** Marks ranges in a file's text with `«»`. */
export function marked(file: ParsedFile, ranges: readonly Range[]): string {
  return ranges
    .map(({ start, end }) => [file.offsetAt(start), file.offsetAt(end)] as const)
    .toSorted(([one], [other]) => other - one)
    .reduce(
      (text, [start, end]) => `${text.slice(0, start)}«${text.slice(start, end)}»${text.slice(end)}`,
      file.text,
    );
}

/** Marks every highlighted location in the code, with the cursor at `$0`. */
export function highlightedAt(code: string, languageId?: string): string {
  const { code: text, offset } = cursorIn(code);
  const { analyzer, file } = open(text, languageId);
  return marked(file, analyzer.documentHighlights(file, offset, bookingAgent()));
}

/** Marks the definitions of the name at `$0`, which are all in this file. */
export function definedAt(code: string, languageId?: string): string {
  const { code: text, offset } = cursorIn(code);
  const { analyzer, file } = open(text, languageId);
  const places = analyzer.definition(file, offset, bookingAgent());
  return marked(
    file,
    places.map(({ range }) => range),
  );
}

/** Lists code lenses in order, as `function: text of the lens`. */
export function lensesIn(
  code: string,
  context: FileContext = bookingAgent(),
  languageId?: string,
): readonly string[] {
  const { analyzer, file } = open(code, languageId);
  return analyzer.codeLenses(file, context).map(({ range, title }) => {
    const name = file.text.slice(file.offsetAt(range.start), file.offsetAt(range.end));
    return `${name}: ${title}`;
  });
}

/** Inserts the hints into the code at their positions. */
export function hintedCode(code: string, context: FileContext = bookingAgent(), range?: Range): string {
  const { analyzer, file } = open(code);
  const whole = file.rangeOf({ start: 0, end: code.length });
  return analyzer
    .inlayHints(file, range ?? whole, context)
    .toReversed()
    .reduce((text, { position, label }) => {
      const at = file.offsetAt(position);
      return `${text.slice(0, at)}‹${label}›${text.slice(at)}`;
    }, code);
}

/** Marks the colored names in the lines `[first, last]`, or in all lines. */
export function colouredCode(code: string, languageId?: string, lines?: readonly [number, number]): string {
  const { analyzer, file } = open(code, languageId);
  const [first, last] = lines ?? [0, Number.MAX_SAFE_INTEGER];
  const range = { start: { line: first, character: 0 }, end: { line: last, character: 0 } };
  return marked(file, analyzer.semanticTokens(file, range, bookingAgent()));
}
