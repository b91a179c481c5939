import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../model/parsed-file.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Spell } from '../../source/language.ts';

const opening = /^([a-zA-Z]{0,2})('''|"""|'|")/;

/** The parts of a string token. `closed` is false while the string is being typed. */
export interface StringToken {
  readonly content: Span;
  readonly prefix: string;
  readonly quote: '"' | "'";
  readonly triple: boolean;
  readonly closed: boolean;
}

/** Undefined if the parser produced a string only to recover from an error. */
export function stringToken(text: string, node: SyntaxNode): StringToken | undefined {
  const token = text.slice(node.from, node.to);
  const match = opening.exec(token);
  if (match === null) return undefined;
  const [start, prefix = '', marks = ''] = match;
  const closed = token.length >= start.length + marks.length && endsUnescaped(token, marks, start.length);
  const end = closed ? node.to - marks.length : node.to;
  return {
    content: { start: node.from + start.length, end },
    prefix: prefix.toLowerCase(),
    quote: marks.startsWith('"') ? '"' : "'",
    triple: marks.length === 3,
    closed,
  };
}

function endsUnescaped(token: string, marks: string, from: number): boolean {
  if (!token.endsWith(marks)) return false;
  let backslashes = 0;
  for (let at = token.length - marks.length - 1; at >= from && token[at] === '\\'; at--) backslashes++;
  return backslashes % 2 === 0;
}

/**
 * Returns the value of a string expression. Undefined for bytes, f-strings and half-typed strings, because
 * their value is not known text.
 */
export function stringValue(text: string, node: SyntaxNode): string | undefined {
  if (node.name === 'ContinuedString') return continuedValue(text, node);
  if (node.name !== 'String' && node.name !== 'FormatString') return undefined;
  const token = stringToken(text, node);
  if (token === undefined || !token.closed || /[bt]/.test(token.prefix)) return undefined;
  if (node.name === 'FormatString' && node.getChild('FormatReplacement') !== null) return undefined;
  return decoded(token, text.slice(token.content.start, token.content.end));
}

/** Returns the parts of a closed f-string: strings (undefined if unknown) and embedded expressions. */
export function formatParts(
  text: string,
  node: SyntaxNode,
): readonly (string | SyntaxNode | undefined)[] | undefined {
  const token = node.name === 'FormatString' ? stringToken(text, node) : undefined;
  if (token === undefined || !token.closed || /[bt]/.test(token.prefix)) return undefined;
  const parts: (string | SyntaxNode | undefined)[] = [];
  let start = token.content.start;
  for (const hole of node.getChildren('FormatReplacement')) {
    parts.push(decoded(token, text.slice(start, hole.from)), hole);
    start = hole.to;
  }
  return [...parts, decoded(token, text.slice(start, token.content.end))];
}

function decoded({ prefix }: StringToken, raw: string): string | undefined {
  // Python reads every line break as `\n`.
  const lines = raw.replaceAll(/\r\n?/g, '\n');
  const content = prefix.includes('f') ? lines.replaceAll(/\{\{|\}\}/g, (pair) => pair.slice(1)) : lines;
  return prefix.includes('r') ? content : unescape(content);
}

function continuedValue(text: string, node: SyntaxNode): string | undefined {
  let value = '';
  for (let part = node.firstChild; part !== null; part = part.nextSibling) {
    if (part.name === 'Comment') continue;
    const partValue = stringValue(text, part);
    if (partValue === undefined) return undefined;
    value += partValue;
  }
  return value;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Undefined if an escape is invalid or requires a table that is not available (`\N{…}`). */
function unescape(content: string): string | undefined {
  if (!content.includes('\\')) return content;
  let known = true;
  const value = content.replaceAll(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([^]))/g,
    (_, x?: string, u?: string, long?: string, octal?: string, other?: string) => {
      if (other !== undefined) {
        if (/[NuUx]/.test(other)) known = false;
        return simpleEscapes[other] ?? `\\${other}`;
      }
      const code =
        octal === undefined ? Number.parseInt(x ?? u ?? long ?? '', 16) : Number.parseInt(octal, 8);
      if (code > 0x10_ffff) known = false;
      return known ? String.fromCodePoint(code) : '';
    },
  );
  return known ? value : undefined;
}

/** See `Language.spelled`. */
export function spelledInPython({ text, tree }: SourceFile, content: Span, name: string): string | undefined {
  const node = tree.resolveInner(Math.max(0, content.start - 1), 1);
  const token = /^(?:Format)?String$/.test(node.name) ? stringToken(text, node) : undefined;
  return token?.content.start === content.start ? spellIn(token, node)(name) : undefined;
}

/**
 * Spells a name in this kind of string literal at `node`. Raw strings cannot contain escapes, and bytes are
 * not text.
 */
export function spellIn({ prefix, quote }: Pick<StringToken, 'prefix' | 'quote'>, node: SyntaxNode): Spell {
  const isRaw = prefix.includes('r');
  const isFormat = prefix.includes('f');
  const isInHole = isInsideHole(node);
  return (name) => {
    if (!/^(?:u|r|f|rf|fr)?$/.test(prefix) || controlCharacter.test(name)) return undefined;
    if (isInHole && notInHole.test(name)) return undefined;
    if (isRaw && (name.includes(quote) || endsWithBackslash.test(name))) return undefined;
    const escaped = isRaw ? name : name.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
    return isFormat ? escaped.replaceAll(/[{}]/g, '$&$&') : escaped;
  };
}

const controlCharacter = /\p{Cc}/u;
const endsWithBackslash = /(?<!\\)(?:\\\\)*\\$/;

/**
 * Before Python 3.12, embedded expressions could not contain the quotes of their f-string or any of these
 * characters.
 */
const notInHole = /["'\\#{}]/;

function isInsideHole(node: SyntaxNode): boolean {
  let outer = node.parent;
  while (outer !== null && outer.name !== 'FormatReplacement') outer = outer.parent;
  return outer !== null;
}
