import type { SyntaxNode } from '@lezer/common';
import { stringContent } from '../syntax/javascript/strings.ts';
import { stringToken } from '../syntax/python/strings.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Span } from '../model/parsed-file.ts';

export type Quote = '"' | "'";

/** A terminated string in the code. */
export interface CodeString extends Span {
  readonly node: SyntaxNode;
  /** `f`, `rb` or empty; lowercase. */
  readonly prefix: string;
  readonly marks: string;
  readonly content: Span;
  /** The embedded expressions of an f-string or a template. */
  readonly holes: readonly Span[];
  readonly isAttribute: boolean;
}

/** Text to insert, or a span of the file whose text is copied. */
export type Piece = string | Span;

/** Returns the strings that touch the span, in order. Strings inside an f-string are part of it. */
export function stringsAt(
  { tree, text, languageId }: SourceFile,
  { start, end }: Span,
): readonly CodeString[] {
  const found: CodeString[] = [];
  tree.iterate({
    from: start,
    to: end,
    enter: ({ node }) => {
      const one = languageId === 'python' ? pythonString(text, node) : javaScriptString(text, node);
      if (one !== undefined) found.push(one);
      return languageId !== 'python' || node.name !== 'FormatString';
    },
  });
  return found;
}

function pythonString(text: string, node: SyntaxNode): CodeString | undefined {
  if (node.name !== 'String' && node.name !== 'FormatString') return undefined;
  const token = stringToken(text, node);
  if (!token?.closed) return undefined;
  return {
    node,
    start: node.from,
    end: node.to,
    prefix: token.prefix,
    marks: token.quote.repeat(token.triple ? 3 : 1),
    content: token.content,
    holes: holesIn(node, 'FormatReplacement'),
    isAttribute: false,
  };
}

function javaScriptString(text: string, node: SyntaxNode): CodeString | undefined {
  const isAttribute = node.name === 'JSXAttributeValue';
  const content = isAttribute ? { start: node.from + 1, end: node.to - 1 } : stringContent(text, node);
  if (content === undefined) return undefined;
  return {
    node,
    start: node.from,
    end: node.to,
    prefix: '',
    marks: text.charAt(node.from),
    content,
    holes: holesIn(node, 'Interpolation'),
    isAttribute,
  };
}

function holesIn(node: SyntaxNode, name: string): readonly Span[] {
  return node.getChildren(name).map(({ from, to }) => ({ start: from, end: to }));
}

export function isTemplate({ prefix, marks }: CodeString): boolean {
  return prefix.includes('f') || marks === '`';
}

/** The quote for strings in the code that replaces this string. */
export function quoteOf({ marks }: CodeString): Quote {
  return marks.startsWith("'") ? "'" : '"';
}

export function otherQuote(quote: Quote): Quote {
  return quote === '"' ? "'" : '"';
}

/**
 * Whether the source text of the span equals its value: it contains no escapes, and different quotes would
 * not change it.
 */
export function isPlain(
  text: string,
  { start, end }: Span,
  { prefix, marks, isAttribute }: CodeString,
): boolean {
  const written = text.slice(start, end);
  if (written === '' || (written.includes('\\') && !prefix.includes('r'))) return false;
  if (prefix.includes('f') && /[{}]/.test(written)) return false;
  // Only ASCII characters are the same in every encoding.
  if (prefix.includes('b') && /[^\p{ASCII}]/u.test(written)) return false;
  if (isAttribute && written.includes('&')) return false;
  return marks.length === 3 || marks === '`' || !written.includes('\n');
}

/** Whether a part begins or ends inside an escape sequence, or ends with a raw backslash. */
export function cutsEscape(text: string, string: CodeString, part: Span): boolean {
  return string.prefix.includes('r')
    ? text.slice(part.start, part.end).endsWith('\\')
    : isInEscape(text.slice(string.content.start, string.content.end), part.start - string.content.start);
}

/** Writes a span of a string as a separate string with the same value. */
export function asString(text: string, span: Span, string: CodeString): readonly Piece[] {
  const written = text.slice(span.start, span.end);
  const { prefix, marks } = string;
  const usual = quoteOf(string);
  const fitting = fittingMarks(written, marks, usual);
  const isOpen = isOpenAtEnd(written, fitting);
  if (!isOpen) return [`${prefix}${fitting}`, span, fitting];
  if (!prefix.includes('r'))
    return [`${prefix}${fitting}`, { ...span, end: span.end - 1 }, `\\${usual}${fitting}`];
  return [`${prefix.replace('r', '')}${usual}`, ...escaped(text, span, usual), usual];
}

/** On a single line, plain quotes replace triple quotes if nothing needs escaping. */
function fittingMarks(written: string, marks: string, usual: Quote): string {
  if (marks.length === 1 || written.includes('\n')) return marks;
  return [usual, otherQuote(usual)].find((one) => !written.includes(one)) ?? marks;
}

/** Whether the closing quotes would fail to close the string. */
function isOpenAtEnd(written: string, marks: string): boolean {
  if (isInEscape(`${written}${marks}`, written.length)) return true;
  return written.endsWith(marks.slice(0, 1)) && !isInEscape(written, written.length - 1);
}

function isInEscape(content: string, offset: number): boolean {
  const escapes = content.matchAll(
    /\\(?:x[\da-fA-F]{2}|u\{[^}]*\}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}]*\}|[0-7]{1,3}|\r\n|[^])/g,
  );
  return [...escapes].some(({ 0: escape, index }) => index < offset && offset < index + escape.length);
}

function escaped(text: string, { start, end }: Span, quote: Quote): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = start;
  for (const { 0: sign, index } of text.slice(start, end).matchAll(/\\|\r?\n|["']/g)) {
    if (/["']/.test(sign) && sign !== quote) continue;
    pieces.push({ start: from, end: start + index }, sign.endsWith('\n') ? String.raw`\n` : `\\${sign}`);
    from = start + index + sign.length;
  }
  return [...pieces, { start: from, end }];
}
