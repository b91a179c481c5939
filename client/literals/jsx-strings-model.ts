import { matchAt } from './string-token-model.ts';

/** What an element is made of, for whoever knows the code around it. */
export interface ElementSteps {
  readonly text: string;
  /** The brace that closes the code from here; without one, the end of the text. */
  code: (from: number) => number;
  /** The end of the value of an attribute. */
  string: (start: number, isAttribute: boolean) => number | undefined;
  /** As `endOfElement`, for an element within this one. */
  element: (start: number) => number | undefined;
  /** Tags and texts are no code. */
  word: (start: number, end: number) => void;
  replace: (start: number, by: string) => void;
}

/** Where the element ends that begins here; undefined when "<" is a sign, or the brackets of a type. */
export function endOfElement(steps: ElementSteps, start: number): number | undefined {
  const { text } = steps;
  // `<T extends A>` begins a function: TypeScript takes it for no element either.
  const name = matchAt(/<([A-Za-z_$][\w$.:-]*|(?=>))(?![\w$.:-]|\s+extends\s+[^\s=>/])/y, text, start)?.[1];
  if (name === undefined) return undefined;
  steps.word(start, start + 1 + name.length);
  const behind = endOfAttributes(steps, start + 1 + name.length);
  if (behind === undefined || text[behind - 2] === '/') return behind;
  return endOfChildren(steps, behind, name);
}

function endOfAttributes(steps: ElementSteps, from: number): number | undefined {
  const { text } = steps;
  for (let at = from; at < text.length;) {
    const between = matchAt(/\s*(?:(?:[A-Za-z_$][\w$:-]*)(?:\s*=\s*(?=["'{<]))?)?/y, text, at)?.[0] ?? '';
    const next = at + between.length;
    steps.word(at, next);
    const closing = matchAt(/\/?>/y, text, next)?.[0];
    if (closing !== undefined) {
      steps.word(next, next + closing.length);
      return next + closing.length;
    }
    const end = endOfValue(steps, next);
    if (end === undefined && (between === '' || /["'{<]/.test(text.charAt(next)))) return undefined;
    at = end ?? next;
  }
  return undefined;
}

function endOfValue(steps: ElementSteps, at: number): number | undefined {
  const sign = steps.text.charAt(at);
  if (sign === '{') return endOfBraces(steps, at);
  if (sign === '<') return steps.element(at);
  const end = /["']/.test(sign) ? steps.string(at, true) : undefined;
  if (end !== undefined) steps.word(at, end);
  return end;
}

function endOfBraces(steps: ElementSteps, at: number): number | undefined {
  steps.replace(at, '(');
  const end = steps.code(at + 1);
  if (end === steps.text.length) return undefined;
  steps.replace(end, ')');
  return end + 1;
}

function endOfChildren(steps: ElementSteps, from: number, name: string): number | undefined {
  const { text } = steps;
  for (let at = from; ;) {
    const next = at + (matchAt(/[^<{]*/y, text, at)?.[0].length ?? 0);
    steps.word(at, next);
    const closing = matchAt(/<\/\s*([\w$.:-]*)\s*>/y, text, next);
    if (closing) {
      steps.word(next, next + closing[0].length);
      return closing[1] === name ? next + closing[0].length : undefined;
    }
    const end = endOfValue(steps, next);
    if (end === undefined) return undefined;
    at = end;
  }
}
