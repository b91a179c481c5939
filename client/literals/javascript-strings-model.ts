import { type ElementSteps, endOfElement } from './jsx-strings-model.ts';
import { ScanEffort } from './scan-effort-model.ts';
import {
  blank,
  endOfLine,
  matchAt,
  type Scanned,
  type Span,
  type StringToken,
} from './string-token-model.ts';

/**
 * The strings of JavaScript and TypeScript code, with elements of JSX. In the structure strings, regular
 * expressions and elements are words of underscores, for they are operands; the braces of elements are
 * parentheses, for what stands in them is an expression. Where there are no elements there are casts, which are
 * left out.
 */
export function scanJavaScript(text: string, hasElements: boolean): Scanned {
  const effort = new ScanEffort(text);
  const scanner = new Scanner(text, hasElements, effort);
  scanner.code(0);
  // What is half read is not known: then there are no strings at all.
  return effort.isSpent ? { strings: [], replaced: [] } : scanner.scanned;
}

/** Finds where things end; undefined where they do not. */
class Scanner implements ElementSteps {
  readonly text: string;
  readonly scanned: Scanned = { strings: [], replaced: [] };
  readonly #hasElements: boolean;
  readonly #effort: ScanEffort;

  constructor(text: string, hasElements: boolean, effort: ScanEffort) {
    this.text = text;
    this.#hasElements = hasElements;
    this.#effort = effort;
  }

  /** The brace that closes the code; without one, the end of the text. Code from 0 is all of it. */
  code(from: number): number {
    const place = new OperandPlace();
    let depth = 0;
    for (let at = from; at < this.text.length && !this.#effort.isSpent;) {
      this.#effort.step();
      const sign = this.text.charAt(at);
      if (sign === '}' && depth === 0 && from > 0) return at;
      if (sign === '{') depth += 1;
      if (sign === '}') depth -= 1;
      const end = this.#operand(at, place.isNext);
      if (end?.isOperand === true) place.isNext = false;
      at = end?.at ?? place.pass(this.text, at);
    }
    return this.text.length;
  }

  string(start: number, isAttribute = false): number | undefined {
    const quote = this.text.charAt(start);
    const pattern = isAttribute ? /(["'])((?:(?!\1)[^])*)\1/y : /(["'])((?:\\[^]|(?!\1)[^\\\n])*)\1/y;
    const [all, , content = ''] = matchAt(pattern, this.text, start) ?? [];
    if (all === undefined) return undefined;
    const end = start + all.length;
    this.#add({ start, end, quote, content, holes: [], isAttribute });
    return end;
  }

  word(start: number, end: number): number {
    this.#effort.step();
    if (end > start) this.scanned.replaced.push({ start, end, by: '_'.repeat(end - start) });
    return end;
  }

  /** What is no code in the eyes of the structure, in the same length. */
  replace(start: number, by: string): number {
    const end = start + by.length;
    this.scanned.replaced.push({ start, end, by });
    return end;
  }

  element(at: number): number | undefined {
    const { noElements, isSpent } = this.#effort;
    if (!this.#hasElements || isSpent || noElements.has(at)) return undefined;
    const { strings, replaced } = this.scanned;
    const [stringsBefore, replacedBefore] = [strings.length, replaced.length];
    const end = this.#effort.deeper(() => endOfElement(this, at));
    if (end !== undefined) return end;
    noElements.add(at);
    strings.length = stringsBefore;
    replaced.length = replacedBefore;
    return undefined;
  }

  #operand(
    at: number,
    isOperandNext: boolean,
  ): { readonly at: number; readonly isOperand: boolean } | undefined {
    const sign = this.text.charAt(at);
    if (sign === '"' || sign === "'") {
      const end = this.string(at) ?? endOfLine(this.text, at);
      return { at: this.word(at, end), isOperand: true };
    }
    if (sign === '`') return { at: this.word(at, this.#template(at) ?? this.text.length), isOperand: true };
    if (sign === '/') {
      const comment = matchAt(/\/\/[^\n]*|\/\*(?:[^]*?\*\/|[^]*)/y, this.text, at)?.[0];
      if (comment !== undefined) return { at: this.replace(at, blank(comment)), isOperand: false };
      const regex = isOperandNext ? matchAt(regularExpression, this.text, at)?.[0] : undefined;
      return regex === undefined ? undefined : { at: this.word(at, at + regex.length), isOperand: true };
    }
    if (sign !== '<' || !isOperandNext) return undefined;
    const cast = this.#hasElements ? undefined : matchAt(typeCast, this.text, at)?.[0];
    if (cast !== undefined) return { at: this.replace(at, blank(cast)), isOperand: false };
    const element = this.element(at);
    return element === undefined ? undefined : { at: element, isOperand: true };
  }

  #template(start: number): number | undefined {
    const holes: Span[] = [];
    const contentStart = start + 1;
    for (let at = contentStart; at < this.text.length;) {
      if (this.text[at] === '`') {
        const content = this.text.slice(contentStart, at);
        this.#add({ start, end: at + 1, quote: '`', content, holes, isAttribute: false });
        return at + 1;
      }
      const end = this.text.startsWith('${', at) ? this.#endOfHole(at + 2) : undefined;
      if (end !== undefined) holes.push({ start: at - contentStart, end: end - contentStart });
      at = end ?? at + (this.text[at] === '\\' ? 2 : 1);
    }
    return undefined;
  }

  /** The strings in a place for code are parts of the template, and none for themselves. */
  #endOfHole(from: number): number {
    const inner = new Scanner(this.text, this.#hasElements, this.#effort);
    return (this.#effort.deeper(() => inner.code(from)) ?? this.text.length) + 1;
  }

  #add(token: Omit<StringToken, 'prefix' | 'contentStart'>): void {
    this.scanned.strings.push({ ...token, prefix: '', contentStart: token.start + 1 });
  }
}

/** Whether an operand may stand next: there a slash begins a regular expression, and elsewhere it divides. */
class OperandPlace {
  isNext = true;
  #lastWord = '';
  /** For each open parenthesis whether it is the head of a statement: `if (…) /x/.test(y)`. */
  readonly #heads: boolean[] = [];

  /** Passes one word or sign, and tells where the next begins. */
  pass(text: string, at: number): number {
    const space = matchAt(/\s+/y, text, at)?.[0];
    if (space !== undefined) return at + space.length;
    const word = matchAt(/(?:\d[\w.]*|[\w$\u0080-\uFFFF]+)/y, text, at)?.[0];
    if (word !== undefined) {
      this.isNext = text[at - 1] !== '.' && operandFollows.has(word);
      this.#lastWord = word;
      return at + word.length;
    }
    const sign = matchAt(/\+\+|--|!(?!=)/y, text, at)?.[0];
    if (sign !== undefined) return at + sign.length;
    this.#passSign(text.charAt(at));
    this.#lastWord = '';
    return at + 1;
  }

  #passSign(sign: string): void {
    if (sign === '(') this.#heads.push(/^(?:if|while|for|with|await)$/.test(this.#lastWord));
    if (sign === ')') this.isNext = this.#heads.pop() ?? false;
    else this.isNext = sign !== ']';
  }
}

const operandFollows: ReadonlySet<string> = new Set(
  'await case default delete do else extends in instanceof new of return throw typeof void yield'.split(' '),
);

const regularExpression = /\/(?![*/])(?:\\[^\n]|\[(?:\\[^\n]|[^\]\\\n])*\]|[^/\\[\n])+\/[\w$]*/y;

/** Of a string, an object or a list; that of `as const` wants the string itself. */
const typeCast = /<(?!const>)[A-Za-z_$][\w$.]*(?:<[\w$.,|\s[\]]*>)?(?:\[\])*>(?=\s*["'`{[])/y;
