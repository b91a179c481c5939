import { t } from '../common/words.ts';

/** A field's name and value, as pasted. */
export type PastedField = readonly [name: string, value: string];

/** The fields, or why there are none. A problem mentions fields and lines, but never a value. */
export type Pasted =
  | { readonly fields: readonly PastedField[]; readonly problem?: never }
  | { readonly problem: string; readonly fields?: never };

const ignoredLine = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
const assignment = /[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/y;
const doubleQuoted = /"((?:[^"\\]|\\[^])*)"[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
const literalQuoted = /(['`])([^]*?)\1[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
const bareValue = /([^\n]*)(?:\n|$)/y;
const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['$', '$'],
  ['\\', '\\'],
]);

/**
 * Parses lines as dotenv does, including comments, `export`, three kinds of quotes, and multi-line values.
 */
export function parseEnv(source: string): Pasted {
  const text = source.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const fields = new Map<string, string>();
  let position = 0;
  while (position < text.length) {
    const step = readLine(text, position);
    if (step === undefined) return { problem: problemAt(text, position) };
    if (step.field) fields.set(...step.field);
    position = step.end;
  }
  return { fields: [...fields] };
}

interface Step {
  readonly end: number;
  readonly field?: PastedField;
}

function readLine(text: string, position: number): Step | undefined {
  const ignored = matchAt(ignoredLine, text, position);
  if (ignored) return { end: position + ignored[0].length };
  const start = matchAt(assignment, text, position);
  if (!start) return undefined;
  const value = readValue(text, position + start[0].length);
  return value && { end: value.end, field: [start[1] ?? '', value.text] };
}

function readValue(
  text: string,
  position: number,
): { readonly end: number; readonly text: string } | undefined {
  const double = matchAt(doubleQuoted, text, position);
  if (double) return { end: position + double[0].length, text: unescape(double[1] ?? '') };
  const literal = matchAt(literalQuoted, text, position);
  if (literal) return { end: position + literal[0].length, text: literal[2] ?? '' };
  const bare = matchAt(bareValue, text, position);
  // An unclosed quote would consume too much or truncate the value, so it is reported to the user.
  if (!bare || /^["'`]/.test(bare[0])) return undefined;
  return { end: position + bare[0].length, text: (bare[1] ?? '').replace(/(?:^|\s)#.*$/, '').trim() };
}

function unescape(text: string): string {
  return text.replaceAll(/\\([^])/g, (whole, character: string) => escapes.get(character) ?? whole);
}

function problemAt(text: string, position: number): string {
  const line = text.slice(0, position).split('\n').length;
  return matchAt(assignment, text, position)
    ? t('Line {0}: the quotes of this value do not match.', line)
    : t('Line {0} does not have the form NAME=value.', line);
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = position;
  return sticky.exec(text);
}
