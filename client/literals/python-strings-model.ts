import {
  blank,
  endOfLine,
  isTemplate,
  matchAt,
  type Scanned,
  type Span,
  type StringToken,
} from './string-token-model.ts';

/** The strings of Python code. In the structure there are spaces for them: indentation tells, words do not. */
export function scanPython(text: string): Scanned {
  const scanned: Scanned = { strings: [], replaced: [] };
  const hide = (start: number, end: number): number => {
    scanned.replaced.push({ start, end, by: blank(text.slice(start, end)) });
    return end;
  };
  for (let at = 0; at < text.length;) {
    if (text[at] === '#') {
      at = hide(at, endOfLine(text, at));
      continue;
    }
    const [word, prefix, quote] = opening(text, at);
    if (quote === undefined) {
      at += word.length;
      continue;
    }
    const token = stringAt(text, at, prefix, quote);
    if (token) scanned.strings.push(token);
    at = hide(at, token?.end ?? (quote.length === 3 ? text.length : endOfLine(text, at)));
  }
  return scanned;
}

/** The word or sign here, and what it opens: `rb"` is a prefix and a quote, `in"` a word beside a string. */
function opening(text: string, at: number): readonly [word: string, prefix: string, quote?: string] {
  const [all = '', word = '', quote] = matchAt(/([\w\u0080-\uFFFF]*)("""|'''|["'])?/y, text, at) ?? [];
  if (all === '') return [text.charAt(at), ''];
  if (quote === undefined) return [word, ''];
  return word === '' || /^(?:[rbuft]|r[bft]|[bft]r)$/i.test(word)
    ? [word, word.toLowerCase(), quote]
    : [word, ''];
}

/** Undefined when it does not end. */
function stringAt(text: string, start: number, prefix: string, quote: string): StringToken | undefined {
  const contentStart = start + prefix.length + quote.length;
  const holes: Span[] = [];
  for (let at = contentStart; at < text.length;) {
    if (text.startsWith(quote, at)) {
      const content = text.slice(contentStart, at);
      return {
        start,
        end: at + quote.length,
        prefix,
        quote,
        content,
        contentStart,
        holes,
        isAttribute: false,
      };
    }
    if (text[at] === '\n' && quote.length === 1) return undefined;
    const plain = plainSign(text, at, prefix);
    if (plain > 0) {
      at += plain;
      continue;
    }
    const end = endOfHole(text, at + 1);
    if (end === undefined) return undefined;
    holes.push({ start: at - contentStart, end: end - contentStart });
    at = end;
  }
  return undefined;
}

/** How long the sign of the text here is; 0 where a place for code begins. */
function plainSign(text: string, at: number, prefix: string): number {
  const hasHoles = isTemplate({ prefix, quote: '' });
  if (text[at] === '\\') {
    if (!hasHoles) return 2;
    const named = prefix.includes('r') ? undefined : matchAt(/\\N\{[^}\n]*\}/y, text, at)?.[0];
    return named?.length ?? (/[{}]/.test(text.charAt(at + 1)) ? 1 : 2);
  }
  if (!hasHoles || text[at] !== '{') return 1;
  return text[at + 1] === '{' ? 2 : 0;
}

/** Behind the brace that closes the place for code; strings may stand in it, and behind a colon its format. */
function endOfHole(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length;) {
    const sign = text.charAt(at);
    if (sign === '}' && depth === 0) return at + 1;
    if (sign === ':' && depth === 0) return endOfFormat(text, at + 1);
    if (/[([{]/.test(sign)) depth += 1;
    if (/[)\]}]/.test(sign)) depth -= 1;
    const [word, prefix, quote] = opening(text, at);
    const end = quote === undefined ? at + word.length : stringAt(text, at, prefix, quote)?.end;
    if (end === undefined) return undefined;
    at = end;
  }
  return undefined;
}

function endOfFormat(text: string, from: number): number | undefined {
  for (let at = from; at < text.length;) {
    if (text[at] === '}') return at + 1;
    const end = text[at] === '{' ? endOfHole(text, at + 1) : at + 1;
    if (end === undefined) return undefined;
    at = end;
  }
  return undefined;
}
