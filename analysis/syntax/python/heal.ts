import type { Patch } from '../../source/source-file.ts';

const maximumLineLength = 2000;
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * The parser treats the rest of the file as part of a half-typed string. For the parser only, the end of the
 * line at `offset` is therefore overwritten, so that the string and the brackets opened on that line are
 * closed: `f("` becomes `f()`, and `f("abcd` becomes `f("ab")`. Offsets do not change.
 */
export function healPython(text: string, offset: number): Patch | undefined {
  const before = lastLineOf(text.slice(Math.max(0, offset - maximumLineLength), offset));
  const after = /^[^\r\n]*/.exec(text.slice(offset, offset + maximumLineLength))?.[0] ?? '';
  const start = offset - before.length;
  const line = before + after;
  // Inside and around triple quotes, a single line is not enough to tell what is a string.
  if (line.length >= maximumLineLength || /"""|'''/.test(line)) return undefined;
  const open = openString(line);
  if (open === undefined) return undefined;
  const written = closed(line.slice(open.at), open.brackets);
  return written === undefined ? undefined : { start: start + open.at, text: written };
}

function lastLineOf(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
}

interface OpenString {
  readonly at: number;
  /** The missing closing brackets before the string, innermost first. */
  readonly brackets: string;
}

/** Returns the string that is not closed on its line. */
function openString(line: string): OpenString | undefined {
  const token = /(["'])(?:\\.|(?!\1)[^\\])*(\1)?|[([{]|[)\]}]|#/g;
  const brackets: string[] = [];
  for (let match = token.exec(line); match !== null; match = token.exec(line)) {
    const [piece] = match;
    if (piece === '#') return undefined;
    if (match[1] !== undefined && match[2] === undefined)
      return { at: match.index, brackets: brackets.join('') };
    const close = closing[piece];
    if (close !== undefined) brackets.unshift(close);
    else if (match[1] === undefined) brackets.shift();
  }
  return undefined;
}

function closed(string: string, brackets: string): string | undefined {
  const room = string.length - brackets.length;
  if (brackets === '' || room < 0) return undefined;
  if (room < 2) return `${'0'.repeat(room)}${brackets}`;
  const quote = string.charAt(0);
  return `${quote}${string.slice(1, room - 1).replaceAll('\\', 'x')}${quote}${brackets}`;
}
