import type { Patch } from '../../source/patches.ts';

const maximumLineLength = 2000;
const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * The parser treats the code after a half-typed string as part of its call. For the parser only, each string
 * that is not closed on its line is therefore overwritten, so that it and the brackets opened on that line are
 * closed: `f("` becomes `f()`, and `f("abcd` becomes `f("ab")`. Offsets do not change. The result depends on
 * the text alone, not on where it was edited.
 */
export function healPython(text: string): readonly Patch[] {
  const patches: Patch[] = [];
  for (const { lineStart, start, end } of openStrings(text)) {
    if (end - lineStart >= maximumLineLength) continue;
    const written = closed(text.slice(start, end), missingBrackets(text.slice(lineStart, start)));
    if (written !== undefined) patches.push({ start, text: written });
  }
  return patches;
}

interface OpenString {
  /** The start of its line, or the end of an earlier string that ends on that line. */
  readonly lineStart: number;
  readonly start: number;
  /** The end of its line. */
  readonly end: number;
}

const rests: Readonly<Record<string, RegExp>> = {
  '#': /[^\r\n]*/y,
  '"': /"(?:[^"\\\r\n]|\\(?:\r\n|[^]|$))*("?)/y,
  "'": /'(?:[^'\\\r\n]|\\(?:\r\n|[^]|$))*('?)/y,
};

/** Finds the strings in single quotes that end at the end of their line, because no quote closes them. */
function* openStrings(text: string): Generator<OpenString> {
  const token = /["'#]/g;
  let spanned = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [mark] = found;
    const start = found.index;
    const end =
      mark !== '#' && text.startsWith(mark.repeat(3), start) ? tripleEnd(text, start, mark) : undefined;
    if (end !== undefined) {
      spanned = end;
      token.lastIndex = end;
      continue;
    }
    const rest = matchAt(rests[mark], text, start);
    token.lastIndex = start + (rest?.[0].length ?? 1);
    if (mark === '#') continue;
    const isOneLine = !/[\r\n]/.test(rest?.[0] ?? '');
    if (!isOneLine) spanned = token.lastIndex;
    else if (rest?.[1] === '')
      yield { lineStart: Math.max(spanned, startOfLine(text, start)), start, end: token.lastIndex };
  }
}

/** The end of a string in triple quotes. An unclosed one extends to the end of the text. */
function tripleEnd(text: string, start: number, mark: string): number {
  const pattern = mark === '"' ? /\\|"""/g : /\\|'''/g;
  pattern.lastIndex = start + 3;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    if (found[0] !== '\\') return pattern.lastIndex;
    pattern.lastIndex++;
  }
  return text.length;
}

function matchAt(pattern: RegExp | undefined, text: string, at: number): RegExpExecArray | null {
  if (pattern === undefined) return null;
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function startOfLine(text: string, offset: number): number {
  const from = Math.max(0, offset - maximumLineLength);
  const before = text.slice(from, offset);
  return from + Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
}

/** Returns the missing closing brackets of code in which all strings are closed, innermost first. */
function missingBrackets(code: string): string {
  const brackets: string[] = [];
  for (const [piece] of code.matchAll(/("""|'''|["'])(?:\\.|(?!\1)[^\\])*\1|[([{]|[)\]}]/g)) {
    const close = closing[piece];
    if (close !== undefined) brackets.unshift(close);
    else if (piece.length === 1) brackets.shift();
  }
  return brackets.join('');
}

function closed(string: string, brackets: string): string | undefined {
  const room = string.length - brackets.length;
  if (brackets === '' || room < 0) return undefined;
  if (room < 2) return `${'0'.repeat(room)}${brackets}`;
  const quote = string.charAt(0);
  return `${quote}${string.slice(1, room - 1).replaceAll('\\', 'x')}${quote}${brackets}`;
}
