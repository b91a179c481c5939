import { isCredential, rules, type Span } from '../../analysis/index.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { ReportedFinding, ReportedPlace } from '../../review/index.ts';
import { displayWidth } from '../output/table.ts';
import { joined, spansToMask } from './masked-spans.ts';

/** One line of a source file, and a second one that marks a range in it. */
export interface CodeFrame {
  readonly number: string;
  readonly code: string;
  readonly indent: string;
  readonly carets: string;
}

/** Rules whose findings cover a credential in the code. */
const aboutCredentials: ReadonlySet<string> = new Set(
  rules.filter(({ needs }) => needs === 'detector').map(({ id }) => id),
);

/** Parsing more would take seconds, and no one reads that many frames. */
const mostText = 3_000_000;

export type FrameOf = (place: Omit<ReportedPlace, 'message'>) => CodeFrame | undefined;

/**
 * Creates code frames for places in the reported files. They never show a value: of strings, only the names
 * that `findings` show anyway are visible. There is none for a file that cannot be read, for a line with a
 * syntax error, and after the first few megabytes of code.
 */
export function createFrames(
  findings: readonly ReportedFinding[],
  sourceOf: (path: string) => string | undefined,
): FrameOf {
  const names = new Set(findings.flatMap(namesIn).filter((name) => !isCredential(name)));
  const credentials = findings.filter(({ rule }) => aboutCredentials.has(rule));
  const known = new Map<string, Source | undefined>();
  let parsed = 0;
  return (place) => {
    if (!known.has(place.path) && parsed < mostText) {
      const inFile = credentials.filter(({ path }) => path === place.path);
      const source = readSource(place.path, sourceOf, names, inFile);
      parsed += source?.text.length ?? 0;
      known.set(place.path, source);
    }
    const source = known.get(place.path);
    return source && frameIn(source, place);
  };
}

/** The message already shows what it quotes, such as the name of a field. */
function namesIn({ names, message }: ReportedFinding): readonly string[] {
  const quoted = Array.from(message.matchAll(/"([^"]+)"/g), ([, content = '']) => content);
  return [...names, ...quoted];
}

interface Source {
  readonly text: string;
  readonly lines: readonly Span[];
  readonly masked: readonly Span[];
  readonly broken: readonly Span[];
}

function readSource(
  path: string,
  sourceOf: (path: string) => string | undefined,
  names: ReadonlySet<string>,
  credentials: readonly ReportedFinding[],
): Source | undefined {
  const text = sourceOf(path);
  if (text === undefined) return undefined;
  const masked = spansToMask(path, text, (content) => names.has(content));
  if (masked === undefined) return undefined;
  const lines = linesOf(text);
  const found = credentials.map((finding) => spanOf(finding, lines));
  return {
    text,
    lines,
    masked: joined([...masked.hidden, ...found]),
    broken: masked.broken,
  };
}

/** A line ends with `\n`, `\r\n` or a lone `\r`, as in the analysis. */
function linesOf(text: string): readonly Span[] {
  const lines: Span[] = [];
  let start = 0;
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\r|\n/g)) {
    lines.push({ start, end: index });
    start = index + lineBreak.length;
  }
  return [...lines, { start, end: text.length }];
}

function spanOf(place: Omit<ReportedPlace, 'message'>, lines: readonly Span[]): Span {
  const offset = (line: number, column: number): number => {
    const { start, end } = lines[line - 1] ?? { start: 0, end: 0 };
    return Math.min(start + column - 1, end);
  };
  return { start: offset(place.line, place.column), end: offset(place.endLine, place.endColumn) };
}

/** The text shown for a part of a line. */
interface Cell extends Span {
  readonly shown: string;
  readonly width: number;
}

/** In terminal columns. */
const widest = 120;
const before = 40;
const tab = '    ';

function frameIn(
  { text, lines, masked, broken }: Source,
  place: Omit<ReportedPlace, 'message'>,
): CodeFrame | undefined {
  const line = lines[place.line - 1];
  if (line === undefined || line.start + place.column - 1 > line.end) return undefined;
  if (broken.some(({ start, end }) => start <= line.end && end >= line.start)) return undefined;
  const marked = spanOf(place, lines);
  const cells = cellsNear(marked.start, text, line, masked);
  const first = cells.findIndex(({ end }) => end > marked.start);
  const at = first === -1 ? cells.length : first;
  const count = cells.filter((cell, index) => index >= at && cell.start < marked.end).length;
  return clipped(cells, at, count, String(place.line));
}

function clipped(cells: readonly Cell[], at: number, count: number, number: string): CodeFrame {
  const { from, to } = widthOf(cells) > widest ? windowAround(cells, at) : { from: 0, to: cells.length };
  const start = from > 0 ? '…' : '';
  const shown = cells.slice(from, to).map((cell) => cell.shown);
  const code = `${start}${shown.join('')}${to < cells.length ? '…' : ''}`;
  const indent = ' '.repeat(start.length + widthOf(cells.slice(from, at)));
  const carets = '^'.repeat(Math.max(1, widthOf(cells.slice(at, Math.min(at + count, to)))));
  return { number, code: code.trimEnd(), indent, carets };
}

/** The part of a long line that is shown. */
function windowAround(cells: readonly Cell[], at: number): { readonly from: number; readonly to: number } {
  let from = at;
  for (let width = 0; from > 0; from--) {
    width += cells[from - 1]?.width ?? 0;
    if (width > before) break;
  }
  let to = from;
  for (let width = 0; to < cells.length; to++) {
    width += cells[to]?.width ?? 0;
    if (width > widest) break;
  }
  return { from, to };
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}

/** In characters. Lines of generated code can be far longer, and are not worth splitting into cells. */
const nearby = 1_000;

function cellsNear(offset: number, text: string, line: Span, masked: readonly Span[]): readonly Cell[] {
  const start = Math.max(line.start, offset - nearby);
  const end = Math.min(line.end, offset + nearby);
  const cells = cellsOf(text, { start, end }, masked);
  return [...rest({ start: line.start, end: start }), ...cells, ...rest({ start: end, end: line.end })];
}

function rest(span: Span): readonly Cell[] {
  return span.end > span.start ? [{ ...span, shown: '…', width: 1 }] : [];
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

function cellsOf(text: string, line: Span, masked: readonly Span[]): readonly Cell[] {
  const cells: Cell[] = [];
  let from = line.start;
  for (let at = firstAfter(masked, from); at < masked.length; at++) {
    const { start, end } = masked[at] ?? line;
    if (start >= line.end) break;
    if (start > from) cells.push(...visibleCells(text, from, start));
    const last = Math.min(end, line.end);
    cells.push({ start: Math.max(from, start), end: last, shown: '…', width: 1 });
    from = last;
  }
  return [...cells, ...visibleCells(text, from, line.end)];
}

/** The index of the first span that ends after the offset. */
function firstAfter(spans: readonly Span[], offset: number): number {
  let low = 0;
  for (let high = spans.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

function visibleCells(text: string, from: number, to: number): readonly Cell[] {
  return [...segmenter.segment(text.slice(from, to))].map(({ segment, index }) => {
    const start = from + index;
    const shown = segment === '\t' ? tab : harmless(segment, text.slice(Math.max(0, start - 5), start));
    return { start, end: start + segment.length, shown, width: displayWidth(shown) };
  });
}

/** Runners execute `##[…]` and `##vso[…]` anywhere in a log. */
function harmless(segment: string, previous: string): string {
  return segment === '[' && /##(?:vso)?$/i.test(previous) ? String.raw`\u{5b}` : visible(segment);
}
