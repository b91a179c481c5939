/** An element of an XML document. */
export interface Element {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, number | string>>;
  readonly children?: readonly (Element | string)[];
}

/** Prints a document, with each element on its own line. */
export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${print(root, '')}`;
}

function print({ name, attributes = {}, children = [] }: Element, indent: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const start = `${indent}<${name}${written.join('')}`;
  if (children.length === 0) return `${start}/>\n`;
  if (children.some((child) => typeof child === 'string')) {
    const inside = children.map((child) =>
      typeof child === 'string' ? escaped(child) : print(child, '').trimEnd(),
    );
    return `${start}>${inside.join('')}</${name}>\n`;
  }
  const inside = children.map((child) => (typeof child === 'string' ? '' : print(child, `${indent}  `)));
  return `${start}>\n${inside.join('')}${indent}</${name}>\n`;
}

/**
 * XML 1.0 does not allow control characters, surrogates and two noncharacters, not even as references, so
 * they are written as in `\u{1b}`. Also escapes characters that are legal but hide text.
 */
const illegal = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u{fffe}\u{ffff}]/gu;

function escaped(words: string): string {
  return words
    .replaceAll(illegal, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('#', '&#35;');
}
