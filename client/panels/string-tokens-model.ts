import type { SnippetLanguage } from '../snippet-style-model.ts';

/** A string as it stands in the code. */
export interface StringToken {
  readonly start: number;
  readonly end: number;
  /** `f`, `rb`, or nothing; in lower case. */
  readonly prefix: string;
  readonly quote: string;
  readonly content: string;
  /** Where the content begins. */
  readonly contentStart: number;
}

const python =
  /#[^\n]*|([a-zA-Z]{0,2})(?:("""|''')((?:\\[^]|(?!\2)[^\\])*)\2|("|')((?:\\[^]|(?!\4)[^\\\n])*)\4)/g;
const javascript =
  /\/\/[^\n]*|\/\*[^]*?\*\/|()(?:(`)((?:\\[^]|[^\\`])*)`|("|')((?:\\[^]|(?!\4)[^\\\n])*)\4)/g;

/** The strings of a text, in order; comments hold none. */
export function stringTokens(text: string, language: SnippetLanguage): readonly StringToken[] {
  const pattern = language === 'python' ? python : javascript;
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [whole, prefix = '', long, longContent = '', short, shortContent = ''] = match;
    const quote = long ?? short;
    if (quote === undefined) return [];
    const content = long === undefined ? shortContent : longContent;
    const start = match.index;
    const contentStart = start + prefix.length + quote.length;
    return [{ start, end: start + whole.length, prefix: prefix.toLowerCase(), quote, content, contentStart }];
  });
}

/** The text with spaces in the place of strings and comments: what is left is structure. */
export function structureOf(text: string, language: SnippetLanguage): string {
  return text.replaceAll(language === 'python' ? python : javascript, (whole: string) =>
    whole.replaceAll(/[^\n]/g, ' '),
  );
}

/** Whether strings of this kind have places for code: f-strings and templates. */
export function isTemplate({ prefix, quote }: StringToken): boolean {
  return prefix.includes('f') || quote === '`';
}

/** Places for code in the content, as offsets in it. */
export function holesIn(token: StringToken): readonly { readonly start: number; readonly end: number }[] {
  const { content, quote } = token;
  if (!isTemplate(token)) return [];
  const opening = quote === '`' ? /\\[^]|\$\{/g : /\{\{|\}\}|\{/g;
  const holes = [];
  for (let match = opening.exec(content); match; match = opening.exec(content)) {
    if (match[0] !== '{' && match[0] !== '${') continue;
    const end = endOfHole(content, opening.lastIndex);
    holes.push({ start: match.index, end });
    opening.lastIndex = end;
  }
  return holes;
}

function endOfHole(content: string, from: number): number {
  let depth = 1;
  for (let at = from; at < content.length; at += 1) {
    if (content[at] === '{') depth += 1;
    if (content[at] === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return content.length;
}
