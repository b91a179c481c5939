import { type Sentence, sentence } from '../words.ts';

/** A line of the file with a value; `line` is where it begins, counting from 1. */
export interface EnvEntry {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

const ignoredLine = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
const assignment = /[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)(?:[ \t]*=[ \t]*|:[ \t]+)/y;
const doubleQuoted = /"((?:[^"\\]|\\[^])*)"[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
const literalQuoted = /(['`])([^]*?)\1[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
/** Part of a multi-line value. As a field name, it would reveal a part of the value. */
const fragment = /[ \t]*[A-Za-z0-9+/]{16,}={1,2}[ \t]*(?:\n|$)/y;
const unquotedKey =
  /[ \t]*(?:(?:export[ \t]+)?[A-Za-z_][\w.-]*[ \t]*=[ \t]*)?-----BEGIN [^\n]*\n(?:[^]*?-----END [^\n]*(?:\n|$)|[^]*$)/y;
/** Where reading continues after quotes that do not match: only names of environment variables are certain. */
const nextVariable = /^[ \t]*(?:export[ \t]+)?[A-Z_][A-Z0-9_]*=/m;
/** The rest of the line may be a value, so no message repeats it. */
const badName = /[ \t]*(?:export[ \t]+)?[^\s=:'"`][^\s='"`]*[ \t]*=/y;
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
 * Parses lines as dotenv does, including comments, `export`, three kinds of quotes, and multi-line values. Of
 * several lines with the same name, the last one is used. Lines that cannot be read are left out; no problem
 * repeats a value.
 */
export function readEnv(source: string): {
  readonly entries: readonly EnvEntry[];
  readonly problems: readonly Sentence[];
} {
  const text = source.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const entries = new Map<string, EnvEntry>();
  const problems: Sentence[] = [];
  let [position, line] = [0, 1];
  while (position < text.length) {
    const step = readLine(text, position);
    const { field } = step ?? {};
    const earlier = field && entries.get(field.name)?.line;
    if (earlier !== undefined)
      problems.push(
        sentence('Line {line}: a later line has the same name, so this value is left out.', {
          line: earlier,
        }),
      );
    if (field) entries.set(field.name, { ...field, line });
    if (step === undefined) problems.push(problemAt(text, position, line));
    const end = step?.end ?? endOfProblem(text, position);
    line += text.slice(position, end).split('\n').length - 1;
    position = end;
  }
  return { entries: [...entries.values()], problems };
}

interface Step {
  readonly end: number;
  readonly field?: Omit<EnvEntry, 'line'>;
}

function readLine(text: string, position: number): Step | undefined {
  const ignored = matchAt(ignoredLine, text, position);
  if (ignored) return { end: position + ignored[0].length };
  if (matchAt(fragment, text, position) ?? matchAt(unquotedKey, text, position)) return undefined;
  const start = matchAt(assignment, text, position);
  if (!start) return undefined;
  const value = readValue(text, position + start[0].length);
  return value && { end: value.end, field: { name: start[1] ?? '', value: value.text } };
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

function problemAt(text: string, position: number, line: number): Sentence {
  if (matchAt(fragment, text, position)) return formProblem(line);
  if (!matchAt(assignment, text, position)) {
    if (!matchAt(badName, text, position)) return formProblem(line);
    return sentence(
      'Line {line}: the name must begin with a letter or "_", and have only letters, digits, "_", "." and "-".',
      {
        line,
      },
    );
  }
  return matchAt(unquotedKey, text, position)
    ? sentence('Line {line}: a multi-line value must be quoted.', { line })
    : quotesProblem(line);
}

function formProblem(line: number): Sentence {
  return sentence('Line {line} does not have the form NAME=value.', { line });
}

export function quotesProblem(line: number): Sentence {
  return sentence('Line {line}: the quotes of this value do not match.', { line });
}

/** The start of the next line that can be read on its own. */
function endOfProblem(text: string, position: number): number {
  const key = matchAt(unquotedKey, text, position);
  if (key) return position + key[0].length;
  const newline = text.indexOf('\n', position);
  const next = newline === -1 ? text.length : newline + 1;
  const hasQuotes = matchAt(assignment, text, position) && !matchAt(fragment, text, position);
  if (!hasQuotes) return next;
  const found = text.slice(next).search(nextVariable);
  return found === -1 ? text.length : next + found;
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = position;
  return sticky.exec(text);
}
