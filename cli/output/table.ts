import { styleText } from 'node:util';
import { visible } from '../../contracts/visible-text.ts';

/** A column with its heading and its text for each row; undefined for an empty cell. */
export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => string | undefined;
  /** Used for numbers. */
  readonly align?: 'right';
}

export interface TableOptions {
  readonly colour: boolean;
}

const gap = '  ';

/**
 * Formats rows as text, aligned by display width, with escaped cells. Omits a column that is empty in every
 * row. The result does not end with a line break. Without rows, it is `none`, if given.
 */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { colour }: TableOptions,
  none?: string,
): string {
  if (none !== undefined && rows.length === 0) return none;
  const filled = columns
    .map((column) => layOut(column, rows))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const head = filled.map((column) => padded(column, column.head)).join(gap);
  const lines = rows.map((_, place) =>
    filled
      .map((column) => padded(column, column.cells[place] ?? ''))
      .join(gap)
      .trimEnd(),
  );
  return [paintHead(head.trimEnd(), colour), ...lines].join('\n');
}

/** Formats facts about one object, with one name and text per line. Omits undefined ones. */
export function facts(lines: readonly (readonly [name: string, text: string | undefined])[]): string {
  const known = lines.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
  const width = Math.max(0, ...known.map(([name]) => displayWidth(name)));
  return known
    .map(([name, text]) => `${name}${' '.repeat(width - displayWidth(name))}${gap}${visible(text)}`.trimEnd())
    .join('\n');
}

/** Formats a count, such as "1 secret" or "3 secrets". */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}

interface LaidOut {
  readonly head: string;
  readonly cells: readonly string[];
  readonly width: number;
  readonly right: boolean;
}

function layOut<Row>({ head, cell, align }: Column<Row>, rows: readonly Row[]): LaidOut {
  const cells = rows.map((row) => visible(cell(row) ?? ''));
  const width = cells.reduce((widest, text) => Math.max(widest, displayWidth(text)), displayWidth(head));
  return { head, cells, width, right: align === 'right' };
}

function padded({ width, right }: LaidOut, text: string): string {
  const space = ' '.repeat(width - displayWidth(text));
  return right ? space + text : text + space;
}

function paintHead(head: string, colour: boolean): string {
  return colour ? styleText('bold', head, { validateStream: false }) : head;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Ideographs, Japanese and Korean syllables, full-width forms and emoji are two columns wide. */
const wide =
  /^(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Emoji_Presentation}\u{3000}-\u{303e}\u{30a0}-\u{30ff}\u{31f0}-\u{31ff}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}]|\p{Emoji}\u{fe0f})/u;

/** The number of terminal columns that a string occupies. A grapheme counts once. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += widthOf(segment);
  return width;
}

function widthOf(character: string): number {
  if (/^[\p{M}\u{200b}]/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
