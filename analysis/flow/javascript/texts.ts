import type { SyntaxNode } from '@lezer/common';
import { type Choices, keyOfChoices, partOf, together } from '../choices.ts';
import { hasHoles, literalText } from './collection-origins.ts';
import type { Answers, Question } from '../question.ts';
import { argumentsOf } from './functions.ts';
import type { JavaScriptModule } from './module.ts';
import { withoutExcluded } from './origins.ts';
import { type OriginFinder, type FlowPlace, keyOfPlace, placeOf, stepTo } from './origin.ts';
import { addendsOf, applied, pieceOf } from './text-methods.ts';
import { stringValue, unescaped } from '../../syntax/javascript/strings.ts';
import { keyOf, unwrapped } from '../../syntax/javascript/syntax.ts';

/** The possible values of a name, as strings with `*` for each part that is known only at run time. */
export interface PossibleNames {
  readonly names: readonly string[];
  readonly patterns: readonly string[];
  /** Whether the names may include some that never occur, see `PossibleText`. */
  readonly isMixed: boolean;
}

/** One possible value of an expression, and its derivation. */
export interface PossibleText {
  /** The known parts, separated by the unknown ones. Two empty parts mean that nothing is known. */
  readonly parts: readonly string[];
  /** The place where the string is created, or the expression that could not be followed. */
  readonly origin: FlowPlace;
  /** The strings that it is composed of. */
  readonly inner: readonly PossibleText[];
  /** Whether it combines parts that may never occur together, such as those of two items of a list. */
  readonly isMixed?: boolean;
  /** What the code chooses when the string arises. */
  readonly choices?: Choices;
}

/** Undefined if the name cannot be determined because it is chosen at run time. */
export function possibleNames(finder: OriginFinder, expression: SyntaxNode): PossibleNames | undefined {
  if (finder.module.changesBuiltins && !unwrapped(expression).name.endsWith('String')) return undefined;
  const found = possibleTexts(finder, expression);
  // A read of `null` fails, so a variable that was `null` first was assigned before.
  const named = found.filter(({ origin }) => !isNothing(origin));
  const texts = named.length === 0 ? found : named;
  if (
    finder.question.isTooFar ||
    texts.length === 0 ||
    texts.length > maximumTexts ||
    !texts.every(isSpecificEnough)
  )
    return undefined;
  const names = texts.filter(({ parts }) => parts.length === 1).map(joined);
  const patterns = texts.filter(({ parts }) => parts.length > 1).map(joined);
  return {
    names: sorted(names),
    patterns: sorted(patterns),
    isMixed: texts.some(({ isMixed }) => isMixed === true),
  };
}

function isNothing({ node, keys, finder: { module } }: FlowPlace): boolean {
  return keys.length === 0 && /^(?:null|undefined)$/.test(module.textOf(node));
}

export function possibleTexts(finder: OriginFinder, expression: SyntaxNode): readonly PossibleText[] {
  return possibleTextsAt(placeOf(finder, expression));
}

/** For an expression that was reached while following another one. */
export function possibleTextsAt(place: FlowPlace): readonly PossibleText[] {
  const { question } = place.finder;
  return question.ask(() => new Texts(question).of(place));
}

const fewestLetters = 3;

/** Whether enough of a string is known to determine which secrets it may name. */
export function isSpecificEnough({ parts }: PossibleText): boolean {
  return parts.length === 1 || parts.join('').replaceAll('*', '').length >= fewestLetters;
}

/** Whether at least part of the string is known. */
function isKnownInPart({ parts }: PossibleText): boolean {
  return parts.length === 1 || /[^*]/.test(parts.join(''));
}

export function joined({ parts }: PossibleText): string {
  return parts.join('*').replaceAll(/\*{2,}/g, '*');
}

const maximumTexts = 100;

/** Computes composed strings for one question. */
class Texts {
  readonly #question: Question;
  readonly #answers: Answers<readonly PossibleText[]> = new Map();

  constructor(question: Question) {
    this.#question = question;
  }

  of(start: FlowPlace): readonly PossibleText[] {
    const unanswered = { again: [unknown(start)], tooFar: [unknown(start)] };
    const { choices, ...place } = start;
    // What is composed from strings of another time is also of another time.
    const asked = choices?.has('') === true ? start : place;
    const key = `text ${keyOfPlace(asked)}`;
    return this.#question.follow(this.#answers, key, unanswered, () => this.#found(asked));
  }

  #found(start: FlowPlace): readonly PossibleText[] {
    const { finder, node, frame, keys } = start;
    const isPlain = frame === undefined && keys.length === 0 && start.choices === undefined;
    const origins = isPlain ? finder.of(node) : finder.follow(start);
    if (origins.length > maximumTexts) return [unknown(start)];
    const found = distinct(
      origins.flatMap((origin) => this.#madeAt(origin).map((one) => partOf(one, origin))),
    );
    const texts = withoutExcluded(start, found, (one) => (one.parts.length > 1 ? undefined : joined(one)));
    return texts.length > maximumTexts ? [unknown(start)] : texts;
  }

  #madeAt(origin: FlowPlace): readonly PossibleText[] {
    const { node, keys } = origin;
    const literal = literalText(origin);
    if (literal !== undefined) return [{ parts: [literal], origin, inner: [] }];
    if (keys.length > 0) return this.#ofPiece(origin);
    switch (node.name) {
      case 'TemplateString':
        return this.#ofTemplate(origin);
      case 'BinaryExpression':
        return this.#ofSum(origin);
      case 'CallExpression':
        return this.#ofMethod(origin);
      default:
        return [unknown(origin)];
    }
  }

  #ofTemplate(origin: FlowPlace): readonly PossibleText[] {
    const { node, finder } = origin;
    const { text } = finder.module;
    let texts: readonly PossibleText[] = [{ parts: [''], origin, inner: [] }];
    let at = node.from + 1;
    for (const hole of node.getChildren('Interpolation')) {
      const before = unescaped(text.slice(at, hole.from));
      const inside = hole.firstChild?.nextSibling;
      if (before === undefined || !inside) return [unknown(origin)];
      texts = product(origin, written(texts, before), this.of(stepTo(origin, inside)));
      at = hole.to;
    }
    const isClosed = text.charAt(node.to - 1) === '`' && node.to > at;
    const rest = isClosed ? unescaped(text.slice(at, node.to - 1)) : undefined;
    return rest === undefined ? [unknown(origin)] : written(texts, rest);
  }

  /** If no operand is a string, the expression may be a numeric sum. */
  #ofSum(origin: FlowPlace): readonly PossibleText[] {
    const addends = addendsOf(origin.finder.module, origin.node);
    if (addends === undefined) return [unknown(origin)];
    let texts: readonly PossibleText[] = [{ parts: [''], origin, inner: [] }];
    let isText = false;
    for (const addend of addends) {
      const possible = this.of(stepTo(origin, addend));
      isText ||= possible.some(isKnownInPart);
      texts = product(origin, texts, possible);
    }
    return isText ? texts : [unknown(origin)];
  }

  /** `String(name)`, `name.toLowerCase()` and `["a", region].join("_")`. */
  #ofMethod(origin: FlowPlace): readonly PossibleText[] {
    const { node, finder } = origin;
    const callee = node.firstChild && unwrapped(node.firstChild);
    const list = node.getChild('ArgList');
    const only = list === null ? undefined : argumentsOf(list)?.[0];
    if (only && callee?.name === 'VariableName' && isString(finder.module, callee))
      return this.#changed(origin, stepTo(origin, only), (text) => text);
    if (callee?.name !== 'MemberExpression' || callee.firstChild === null || list === null)
      return [unknown(origin)];
    const object = stepTo(origin, callee.firstChild);
    switch (keyOf(callee, finder.module.text) ?? '') {
      case 'toLowerCase':
        return this.#changed(origin, object, (text) => text.toLowerCase());
      case 'toUpperCase':
        return this.#changed(origin, object, (text) => text.toUpperCase());
      case 'toString':
        return this.#changed(origin, object, (text) => text);
      case 'trim':
        return this.#changed(origin, object, (text, isFirst, isLast) => {
          const from = isFirst ? text.trimStart() : text;
          return isLast ? from.trimEnd() : from;
        });
      case 'join':
        return this.#ofJoin(origin, callee.firstChild, list);
      default:
        return this.#computed(origin, object, (text) =>
          applied(finder.module.text, keyOf(callee, finder.module.text) ?? '', text, list),
        );
    }
  }

  /** `name.split("_")[0]`. */
  #ofPiece(origin: FlowPlace): readonly PossibleText[] {
    const { node, keys, finder } = origin;
    const { text } = finder.module;
    const [callee, list] = [node.firstChild && unwrapped(node.firstChild), node.getChild('ArgList')];
    const [at = '', ...more] = keys;
    const isPiece = node.name === 'CallExpression' && more.length === 0 && /^\d+$/.test(at);
    if (!isPiece || !list || !callee?.firstChild || keyOf(callee, text) !== 'split') return [unknown(origin)];
    const whole = stepTo(origin, callee.firstChild, []);
    return this.#computed(origin, whole, (one) => pieceOf(text, one, list, Number(at)));
  }

  /** Undefined results, and those for strings with unknown parts, are unknown. */
  #computed(
    origin: FlowPlace,
    object: FlowPlace,
    compute: (text: string) => string | undefined,
  ): readonly PossibleText[] {
    return this.of(object).map((one) => {
      const text = one.parts.length === 1 ? compute(joined(one)) : undefined;
      return text === undefined ? unknown(origin) : madeFrom(one, [text], origin);
    });
  }

  #changed(
    origin: FlowPlace,
    object: FlowPlace,
    change: (text: string, isFirst: boolean, isLast: boolean) => string,
  ): readonly PossibleText[] {
    const texts = this.of(object);
    if (!texts.every(isKnownInPart)) return [unknown(origin)];
    return texts.map((one) => {
      const last = one.parts.length - 1;
      const parts = one.parts.map((part, at) => change(part, at === 0, at === last));
      return madeFrom(one, parts, origin);
    });
  }

  #ofJoin(origin: FlowPlace, array: SyntaxNode, list: SyntaxNode): readonly PossibleText[] {
    const separator = argumentsOf(list)?.[0];
    const between = separator && stringValue(origin.finder.module.text, unwrapped(separator));
    const node = unwrapped(array);
    const items =
      node.name === 'ArrayExpression' && !hasHoles(node)
        ? argumentsOf(node)?.filter(({ name }) => !/^[[\]]$/.test(name))
        : undefined;
    if (between === undefined || items === undefined) return [unknown(origin)];
    let texts: readonly PossibleText[] = [{ parts: [''], origin, inner: [] }];
    for (const [position, item] of items.entries()) {
      if (position > 0) texts = written(texts, between);
      texts = product(origin, texts, this.of(stepTo(origin, item)));
    }
    return texts;
  }
}

function madeFrom(one: PossibleText, parts: readonly string[], origin: FlowPlace): PossibleText {
  return { ...one, parts, origin, inner: [one] };
}

function unknown(origin: FlowPlace): PossibleText {
  return { parts: ['', ''], origin, inner: [] };
}

/**
 * Removes duplicates. Without this, paths that meet again would double the part that they share. Unknown
 * strings are distinguished by place.
 */
function distinct(texts: readonly PossibleText[]): readonly PossibleText[] {
  if (texts.length < 2) return texts;
  const seen = new Set<string>();
  return texts.filter((one) => {
    const key = one.parts.join('\0') + keyOfChoices(one);
    const isNew = !isKnownInPart(one) || !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function isString(module: JavaScriptModule, name: SyntaxNode): boolean {
  return module.textOf(name) === 'String' && module.bindingSeenBy(name) === undefined;
}

function written(texts: readonly PossibleText[], text: string): readonly PossibleText[] {
  return texts.map((one) => ({ ...one, parts: concatenated(one.parts, [text]) }));
}

function product(
  origin: FlowPlace,
  left: readonly PossibleText[],
  right: readonly PossibleText[],
): readonly PossibleText[] {
  const possible = left.flatMap((before) =>
    right.flatMap((after) => {
      const choices = together(before.choices, after.choices);
      return choices === undefined ? [] : [{ before, after, choices }];
    }),
  );
  if (possible.length > maximumTexts) return [unknown(origin)];
  const isRelated = possible.length === left.length * right.length && areRelated(left, right);
  return possible.map(({ before, after, choices }) =>
    partOf<PossibleText>(
      {
        parts: concatenated(before.parts, after.parts),
        origin,
        inner: [...before.inner, after],
        isMixed: isRelated || before.isMixed === true || after.isMixed === true,
      },
      choices.size === 0 ? {} : { choices },
    ),
  );
}

/** Whether alternatives on both sides may be from different times, so that it is not tracked which exclude each other. */
function areRelated(left: readonly PossibleText[], right: readonly PossibleText[]): boolean {
  const isUntracked = [...left, ...right].some(({ choices }) => choices?.has('') === true);
  return isUntracked && left.length > 1 && right.length > 1;
}

/** No name is longer than this. A string that keeps doubling would soon exhaust the memory. */
const longestText = 4096;

function concatenated(before: readonly string[], after: readonly string[]): readonly string[] {
  const length = [...before, ...after].reduce((all, part) => all + part.length, 0);
  if (length > longestText) return ['', ''];
  const seam = `${before.at(-1) ?? ''}${after[0] ?? ''}`;
  return [...before.slice(0, -1), seam, ...after.slice(1)];
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
