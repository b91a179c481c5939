/** One file of a case, without its annotations. */
export interface CaseFile {
  readonly path: string;
  readonly code: string;
  readonly notes: readonly Note[];
}

/** What is expected, or found, under a line. */
export interface Note {
  /** Zero-based, in the code without annotations. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly text: string;
}

/** A small program, and everything that must be found in it: what is not annotated must not be found. */
export interface CorpusCase {
  readonly title: string;
  /** Words in square brackets after the title, e.g. `[signed out]`. */
  readonly options: readonly string[];
  readonly files: readonly CaseFile[];
}

const defaultPath = 'functions/start.py';

/** Cases start with `=== title`, their files with `//- path`; a case without that line is one Python file. */
export function readCases(text: string): readonly CorpusCase[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => caseFrom(part));
}

/** The annotated form of a file: the very text of the corpus when everything is found as it should be. */
export function annotate({ path, code }: CaseFile, notes: readonly Note[]): string {
  const mark = markOf(path);
  const below = Map.groupBy(notes, ({ line }) => line);
  const annotated = linesOf(code).flatMap((line, number) =>
    [line].concat((below.get(number) ?? []).map((note) => annotation(mark, note))),
  );
  return annotated.join('\n');
}

function caseFrom(part: string): CorpusCase {
  const [heading = '', ...lines] = part.trimEnd().split('\n');
  const options = [...heading.matchAll(/\[([^\]]+)\]/g)].map((match) => match[1] ?? '');
  const title = heading.replaceAll(/\s*\[[^\]]+\]/g, '');
  return { title, options, files: filesFrom(lines, options) };
}

function filesFrom(lines: readonly string[], options: readonly string[]): readonly CaseFile[] {
  const files: { path: string; lines: string[] }[] = [];
  for (const line of lines) {
    const path = /^\/\/- (\S+)$/.exec(line)?.[1];
    if (path !== undefined) files.push({ path, lines: [] });
    else if (files.length === 0) files.push({ path: defaultPath, lines: [line] });
    else files.at(-1)?.lines.push(line);
  }
  return files.map((file) => fileFrom(file.path, file.lines, options));
}

function fileFrom(path: string, lines: readonly string[], options: readonly string[]): CaseFile {
  const code: string[] = [];
  const notes: Note[] = [];
  for (const line of lines) {
    const match = /^(?:#|\/\/)( *)(\^+) (.*)$/.exec(line);
    if (match === null) code.push(line);
    else {
      const [, , carets = '', text = ''] = match;
      notes.push({ line: code.length - 1, column: line.indexOf('^'), length: carets.length, text });
    }
  }
  return { path, code: encoded(code, options), notes };
}

/** Random letters of no service: credentials are put together here, so that no file holds one. */
const letters = 'zK4vT9wQ2mXr7LbNc5JdHs8PfGy3RtUe6WaZk1MqVn0BxCiSoDlEjFhTpYuIgOwR';

/** What an editor cannot show is written out in the options, and `«24»` represents that many letters. */
function encoded(lines: readonly string[], options: readonly string[]): string {
  const end = options.includes('CRLF') ? '\r\n' : options.includes('CR') ? '\r' : '\n';
  const body = lines.map((line) => (options.includes('tabs') ? withTabs(line) : line)).join(end);
  const text = body.replaceAll(/«(\d+)»/g, (_, count: string) => letters.slice(0, Number(count)));
  return options.includes('BOM') ? `\uFEFF${text}` : text;
}

function withTabs(line: string): string {
  return line.replace(/^ +/, (spaces) => '\t'.repeat(spaces.length));
}

function linesOf(code: string): readonly string[] {
  return code.split(/\r\n|\r|\n/);
}

function markOf(path: string): string {
  return path.endsWith('.py') || path.endsWith('.pyi') ? '#' : '//';
}

function annotation(mark: string, { column, length, text }: Note): string {
  return `${mark}${' '.repeat(Math.max(0, column - mark.length))}${'^'.repeat(Math.max(1, length))} ${text}`;
}
