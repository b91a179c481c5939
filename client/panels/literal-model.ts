/** A text in the code that is to become the value of a secret. Held in memory only, and shown to nobody. */
export interface Literal {
  /** Offsets of what is replaced, quotes included. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** What stands in the same string before and behind the value, as written there. */
  readonly before: string;
  readonly behind: string;
  readonly quote: string;
}

/** Why a text cannot be moved. */
export type LiteralProblem = 'no-literal' | 'not-plain' | 'no-conv';

export interface Selected {
  readonly text: string;
  readonly languageId: string;
  readonly start: number;
  readonly end: number;
}

const python = /#[^\n]*|([a-zA-Z]{0,2})("""|'''|"|')((?:\\[^]|(?!\2)[^\\])*)\2/g;
const javascript = /\/\/[^\n]*|\/\*[^]*?\*\/|()(["'`])((?:\\[^]|(?!\2)[^\\])*)\2/g;

/** The string literal around the selection, with its value; or why there is none to move. */
export function literalAt({ text, languageId, start, end }: Selected): Literal | LiteralProblem {
  for (const match of text.matchAll(languageId === 'python' ? python : javascript)) {
    const [whole, prefix = '', quote, content = ''] = match;
    const from = match.index;
    if (from > start) break;
    if (quote === undefined || end > from + whole.length) continue;
    if (!isPlain(prefix, quote, content)) return 'not-plain';
    if (!seesConv(text.slice(0, from), languageId)) return 'no-conv';
    const contentStart = from + prefix.length + quote.length;
    const parts = partsOf(content, start - contentStart, end - contentStart);
    return { start: from, end: from + whole.length, quote: quote[0] ?? '"', ...parts };
  }
  return 'no-literal';
}

/** The code that reads the secret in the place of the literal. */
export function readingOf(literal: Literal, name: string, languageId: string): string {
  const { quote: written, before, behind } = literal;
  const quote = written === '`' ? '"' : written;
  const method = languageId === 'python' ? 'get_secret' : 'getSecret';
  const escaped = name.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  const call = `conv.utils.${method}(${quote}${escaped}${quote})`;
  const read = languageId === 'python' ? call : `await ${call}`;
  const parts = [
    ...(before === '' ? [] : [`${quote}${before}${quote}`]),
    read,
    ...(behind === '' ? [] : [`${quote}${behind}${quote}`]),
  ];
  return parts.length === 1 ? read : `(${parts.join(' + ')})`;
}

/** Neither formatted nor bytes, and without escapes: what is written is the value. */
function isPlain(prefix: string, quote: string, content: string): boolean {
  if (!/^[rRuU]?$/.test(prefix) || content === '') return false;
  return !content.includes('\\') && !content.includes('\n') && !(quote === '`' && content.includes('${'));
}

/** A part of the text is meant only when a part is selected. */
function partsOf(content: string, start: number, end: number): Pick<Literal, 'before' | 'behind' | 'value'> {
  if (start < 0 || end > content.length || start === end) return { before: '', value: content, behind: '' };
  return { before: content.slice(0, start), value: content.slice(start, end), behind: content.slice(end) };
}

/** Whether a function that gets the conversation is open where the text ends. */
function seesConv(before: string, languageId: string): boolean {
  return languageId === 'python' ? isInPythonFunction(before) : isInJavaScriptFunction(before);
}

/** The nearest lines above that are indented less decide. */
function isInPythonFunction(before: string): boolean {
  const lines = before.split('\n');
  let indent = indentOf(lines.pop() ?? '');
  for (const line of lines.toReversed()) {
    if (line.trim() === '' || indentOf(line) >= indent) continue;
    indent = indentOf(line);
    if (/^\s*(?:async\s+)?def\b.*\bconv\b/.test(line)) return true;
  }
  return false;
}

/** Only an async function can wait for a secret; the last one that began has to have `conv`. */
function isInJavaScriptFunction(before: string): boolean {
  const heads = before.match(/(?:\basync\s+)?\bfunction\b[^{]*\{|(?:\basync\s*)?\([^()]*\)\s*=>/g);
  const last = heads?.at(-1) ?? '';
  return last.startsWith('async') && /\bconv\b/.test(last);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
