import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../model/parsed-file.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Spell } from '../../source/language.ts';

/**
 * Returns the content of a closed string, or of a template without substitutions. Undefined while it is being
 * typed.
 */
export function stringContent(text: string, node: SyntaxNode): Span | undefined {
  if (node.name !== 'String' && node.name !== 'TemplateString') return undefined;
  const mark = text.charAt(node.from);
  const isClosed = node.to > node.from + 1 && text.charAt(node.to - 1) === mark && !hasError(node);
  return isClosed ? { start: node.from + 1, end: node.to - 1 } : undefined;
}

function hasError(node: SyntaxNode): boolean {
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.type.isError) return true;
  }
  return false;
}

/** Returns the value of a string, or of a template without substitutions. */
export function stringValue(text: string, node: SyntaxNode): string | undefined {
  const content = node.getChild('Interpolation') === null ? stringContent(text, node) : undefined;
  return content && unescaped(text.slice(content.start, content.end));
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '0': '\0',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Undefined if an escape is invalid. */
export function unescaped(content: string): string | undefined {
  // Templates read every line break as `\n`.
  const lines = content.replaceAll(/\r\n?/g, '\n');
  if (!lines.includes('\\')) return lines;
  let known = true;
  const value = lines.replaceAll(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\}|(\r\n|[^]))/g,
    (_, x?: string, u?: string, long?: string, other?: string) => {
      if (other === undefined) {
        const code = Number.parseInt(x ?? u ?? long ?? '', 16);
        known &&= code <= 0x10_ffff;
        return known ? String.fromCodePoint(code) : '';
      }
      known &&= !/[xu1-9]/.test(other);
      return /[\r\n\u2028\u2029]/.test(other) ? '' : (simpleEscapes[other] ?? other);
    },
  );
  return known ? value : undefined;
}

/** Spells a name between quotes of this kind. */
export function spellBetween(quote: '"' | "'" | '`'): Spell {
  return (name) => {
    if (/[\p{Cc}\u2028\u2029]/u.test(name)) return undefined;
    const escaped = name.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
    return quote === '`' ? escaped.replaceAll(/\$(?=\{|$)/g, String.raw`\$`) : escaped;
  };
}

/** A name without quotes must be an identifier: `creds.client-id` would be a subtraction. */
export const asIdentifier: Spell = (name) =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : undefined;

/** See `Language.spelled`. */
export function spelledInJavaScript(
  { text, tree }: SourceFile,
  content: Span,
  name: string,
): string | undefined {
  const node = tree.resolveInner(Math.max(0, content.start - 1), 1);
  const isLiteral = node.name === 'String' || node.name === 'TemplateString';
  const quote = isLiteral && node.from === content.start - 1 ? quoteAt(text, node.from) : undefined;
  const isTagged = node.parent?.name === 'TaggedTemplateExpression';
  return quote === undefined || isTagged ? undefined : spellBetween(quote)(name);
}

export function quoteAt(text: string, at: number): '"' | "'" | '`' | undefined {
  const mark = text.charAt(at);
  return mark === '"' || mark === "'" || mark === '`' ? mark : undefined;
}
