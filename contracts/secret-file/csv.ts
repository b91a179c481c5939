import { type Sentence, sentence } from '../words.ts';
import { quotesProblem } from './env.ts';
import type { ReadEntry } from './entry.ts';

interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

const columns = ['name', 'value', 'description'] as const;

/**
 * Reads a table (RFC 4180) whose first line names its columns. Spreadsheets in some countries separate cells with
 * semicolons or tabs.
 */
export function readCsv(text: string): {
  readonly entries: readonly ReadEntry[];
  readonly problems: readonly Sentence[];
} {
  const separator = [',', ';', '\t'].find((one) => placesOf(text, one)) ?? ',';
  const places = placesOf(text, separator);
  if (!places) return { entries: [], problems: [noColumns] };
  const entries: ReadEntry[] = [];
  const problems: Sentence[] = [];
  const { records, problem } = recordsOf(text, separator);
  const [head, ...rows] = records;
  for (const { cells, line } of rows) {
    if (cells.length === 1 && cells[0] === '') continue;
    const [name = '', value = '', description = ''] = places.map((place) => cells[place] ?? '');
    if (cells.length === head?.cells.length)
      entries.push({ name: name.trim(), value, line, ...(description !== '' && { description }) });
    else
      problems.push(
        sentence('Line {line} does not have the same number of cells as the first line.', { line }),
      );
  }
  return { entries, problems: problem === undefined ? problems : [...problems, quotesProblem(problem)] };
}

export function isCsv(text: string): boolean {
  return [',', ';', '\t'].some((separator) => placesOf(text, separator) !== undefined);
}

const noColumns = sentence('The first line must name the columns: name, value and, optionally, description.');

/** The positions of the columns; `undefined` if the name or the value is missing. */
function placesOf(text: string, separator: string): readonly number[] | undefined {
  const [first = ''] = text.split(/[\r\n]/, 1);
  const head = recordsOf(first, separator).records[0]?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const places = columns.map((column) => head.indexOf(column));
  return places.slice(0, 2).includes(-1) ? undefined : places;
}

/** `problem` is the line of quotes that do not match; the rest of the text is not read. */
function recordsOf(
  text: string,
  separator: string,
): { readonly records: readonly CsvRecord[]; readonly problem?: number } {
  const cell = new RegExp(
    `(?:"([^"]*(?:""[^"]*)*)"|([^"${separator}\\r\\n]*))(${separator}|\\r\\n?|\\n|$)`,
    'y',
  );
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let [line, start] = [1, 1];
  while (cell.lastIndex < text.length || cells.length > 0) {
    const found = cell.exec(text);
    if (!found) return { records, problem: start };
    const [whole, quoted, bare = '', end] = found;
    cells.push(quoted?.replaceAll('""', '"') ?? bare);
    line += whole.split(/\r\n?|\n/).length - 1;
    if (end === separator) continue;
    records.push({ cells, line: start });
    [cells, start] = [[], line];
  }
  return { records };
}
