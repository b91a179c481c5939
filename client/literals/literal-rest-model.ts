import { literal } from '../snippets/snippet-model.ts';
import type { Quote } from '../snippets/snippet-style-model.ts';
import { otherQuote, quoteOf, type StringToken } from './string-token-model.ts';

/** A piece of a string as a string of its own with the same value, in the quotes that fit. */
export function writtenAlone(piece: string, token: StringToken): string {
  const { prefix, quote } = token;
  const usual = quoteOf(token);
  const fitting = fittingQuote(piece, quote, usual);
  if (!prefix.includes('r')) {
    const closed = isOpenAtEnd(piece, fitting) ? `${piece.slice(0, -1)}\\${usual}` : piece;
    return `${prefix}${fitting}${closed}${fitting}`;
  }
  if (!isOpenAtEnd(piece, fitting)) return `${prefix}${fitting}${piece}${fitting}`;
  return prefix.replace('r', '') + literal(piece, usual).replaceAll(/\r?\n/g, String.raw`\n`);
}

/** Whether a part begins or ends within what is one sign to the language: an escape, or a raw backslash and a quote. */
export function cutsSign({ content, prefix }: StringToken, from: number, to: number): boolean {
  return prefix.includes('r') ? content.slice(from, to).endsWith('\\') : cutsEscape(content, from);
}

/** What stands on one line leaves triple quotes where it can: nothing has to be escaped in the others. */
function fittingQuote(piece: string, quote: string, usual: Quote): string {
  if (quote.length === 1 || piece.includes('\n')) return quote;
  return [usual, otherQuote(usual)].find((one) => !piece.includes(one)) ?? quote;
}

/** Whether the closing quotes would not close it: the last sign goes with them, or takes one away. */
function isOpenAtEnd(piece: string, quote: string): boolean {
  const last = piece.length - 1;
  if (cutsEscape(`${piece}${quote}`, piece.length)) return true;
  return piece.endsWith(quote.slice(0, 1)) && !cutsEscape(piece, last);
}

function cutsEscape(content: string, offset: number): boolean {
  const escapes = content.matchAll(
    /\\(?:x[\da-fA-F]{2}|u\{[^}]*\}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}]*\}|[0-7]{1,3}|\r\n|[^])/g,
  );
  return [...escapes].some(({ 0: escape, index }) => index < offset && offset < index + escape.length);
}
