import type { SyntaxNode } from '@lezer/common';
import type { SourceFile } from '../../source/source-file.ts';
import type { Span } from '../../model/span.ts';
import type { Spell } from '../../source/language.ts';
import { stringToken, type StringToken } from './strings.ts';

/** See `Language.spelled`. */
export function spelledInPython({ text, tree }: SourceFile, content: Span, name: string): string | undefined {
  const node = tree.resolveInner(Math.max(0, content.start - 1), 1);
  const token = /^(?:Format)?String$/.test(node.name) ? stringToken(text, node) : undefined;
  return token?.content.start === content.start ? spellIn(token, node)(name) : undefined;
}

/**
 * Spells a name in a string literal of this kind at `node`. Raw strings cannot escape, and bytes are not
 * text.
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

/** Before Python 3.12, embedded expressions could not contain the quotes of their f-string, nor these. */
const notInHole = /["'\\#{}]/;

function isInsideHole(node: SyntaxNode): boolean {
  let outer = node.parent;
  while (outer !== null && outer.name !== 'FormatReplacement') outer = outer.parent;
  return outer !== null;
}
