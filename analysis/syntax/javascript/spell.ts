import type { SourceFile } from '../../source/source-file.ts';
import type { Span } from '../../model/span.ts';
import type { Spell } from '../../source/language.ts';

/** Spells a name between these quotes. */
export function spellBetween(quote: '"' | "'" | '`'): Spell {
  return (name) => {
    if (/[\p{Cc}\u2028\u2029]/u.test(name)) return undefined;
    const escaped = name.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
    return quote === '`' ? escaped.replaceAll(/\$(?=\{|$)/g, String.raw`\$`) : escaped;
  };
}

/** Without quotes: `creds.client-id` would be a subtraction. */
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
