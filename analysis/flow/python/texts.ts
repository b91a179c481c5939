import type { SyntaxNode } from '@lezer/common';
import { argumentsOf, attributeOf, callOf, childrenOf } from '../../syntax/python/syntax.ts';
import { formatParts, stringValue } from '../../syntax/python/strings.ts';
import { keyOfChoices, partOf } from '../choices.ts';
import type { Answers, Question } from '../question.ts';
import { itemsOf } from './displays.ts';
import { narrowed } from './narrowing.ts';
import type { Origin } from './origin.ts';
import type { PythonModule } from './python-module.ts';
import {
  type Asked,
  combined,
  type Composed,
  hasUnknownPart,
  type Piece,
  type PossibleText,
  unknownPart,
  unlike,
} from './possible-text.ts';
import {
  applied,
  braceParts,
  formatted,
  isPlain,
  isTextMethod,
  percentArguments,
  percentParts,
} from './text-methods.ts';

/** Computes composed strings for one question. */
export class Texts {
  readonly #question: Question;
  readonly #answers: Answers<readonly Composed[]> = new Map();

  constructor(question: Question) {
    this.#question = question;
  }

  /**
   * Returns the possible string values of an expression. `None` has no value. Empty if the values cannot be
   * determined.
   */
  of(asked: Asked): readonly PossibleText[] {
    return this.#of(asked, (origin) => this.#made(origin));
  }

  /** Returns the strings that the value becomes inside another string. Numbers are converted. */
  inside(asked: Asked): readonly PossibleText[] {
    // `live and 1` may also evaluate to `live`.
    if (asked.expression.getChild('and') !== null) return this.#of(asked, () => unknown);
    return this.#of(asked, (origin) => {
      if (origin.node.name === 'None' || origin.isMember === true) return unknown;
      const code = origin.finder.module.textOf(origin.node);
      return /^(?:0|-?[1-9]\d*)$/.test(code) ? [{ text: code, parts: [] }] : this.#made(origin);
    });
  }

  #of(asked: Asked, make: (origin: Origin) => readonly Composed[]): readonly PossibleText[] {
    const found = new Map<string, PossibleText>();
    for (const origin of asked.finder.of(asked.expression, asked.frame)) {
      for (const composed of make(origin)) {
        const one = partOf(composed, origin);
        const key = one.text + keyOfChoices(one);
        if (!found.has(key)) found.set(key, { ...one, asked, origin });
      }
    }
    const { finder, expression, frame } = asked;
    if (expression.name !== 'VariableName') return [...found.values()];
    return narrowed(finder, expression, frame, [...found.values()], (one) =>
      hasUnknownPart(one) ? undefined : one.text,
    );
  }

  #made(origin: Origin): readonly Composed[] {
    const { node, finder, frame } = origin;
    if (origin.text !== undefined) return [{ text: origin.text, parts: [] }];
    if (node.name === 'None') return [];
    const literal = stringValue(finder.module.text, node);
    if (literal !== undefined)
      return literal.includes(unknownPart) ? unknown : [{ text: literal, parts: [] }];
    const key = `text ${finder.id}:${node.from}:${node.to}${frame?.key ?? ''}`;
    const unanswered = { again: unknown, tooFar: unknown };
    return this.#question.follow(this.#answers, key, unanswered, () => this.#composed(origin) ?? unknown);
  }

  #composed(origin: Origin): readonly Composed[] | undefined {
    const { node } = origin;
    switch (node.name) {
      case 'FormatString':
      case 'ContinuedString':
        return combined(this.#written(origin));
      case 'BinaryExpression':
        return this.#ofOperator(origin);
      case 'VariableName':
        return isGrown(node) ? this.#ofUpdate(origin) : undefined;
      case 'CallExpression':
        return this.#ofCall(origin);
      case 'MemberExpression':
        return this.#ofSlice(origin);
      default:
        return undefined;
    }
  }

  /** Returns the pieces of adjacent strings, including f-strings. */
  #written(origin: Origin): readonly Piece[] {
    const { node, finder } = origin;
    if (node.name === 'ContinuedString') {
      const strings = childrenOf(node).filter(({ name }) => name !== 'Comment');
      return strings.flatMap((part) => this.#written({ ...origin, node: part }));
    }
    const literal = stringValue(finder.module.text, node);
    if (literal !== undefined) return [literal];
    const parts = formatParts(finder.module.text, node) ?? [undefined];
    return parts.map((part) => {
      if (part === undefined || typeof part === 'string') return part ?? unknownPart;
      return this.#replaced(origin, part);
    });
  }

  /** `{x}`. A conversion, a format or `=` changes the string. */
  #replaced(origin: Origin, replacement: SyntaxNode): Piece {
    const [, expression, close] = childrenOf(replacement);
    if (expression === undefined || close?.name !== '}') return unknownPart;
    return orUnknown(this.inside({ ...origin, expression }));
  }

  #ofOperator(origin: Origin): readonly Composed[] | undefined {
    const { node, finder } = origin;
    const addends = addendsOf(finder.module, node);
    if (addends !== undefined) return combined(addends.map((addend) => this.#piece(origin, addend)));
    const [left, operator, right] = childrenOf(node);
    if (left === undefined || operator === undefined || right === undefined) return undefined;
    const sign = finder.module.textOf(operator);
    return sign === '%' ? this.#ofPercent({ ...origin, expression: left }, right) : undefined;
  }

  #ofUpdate(origin: Origin): readonly Composed[] | undefined {
    const [target, operator, value] = childrenOf(origin.node.parent ?? origin.node);
    if (operator === undefined || value === undefined || target === undefined) return undefined;
    if (origin.finder.module.textOf(operator) !== '+=') return undefined;
    return combined([this.#piece(origin, target), this.#piece(origin, value)]);
  }

  #piece({ finder, frame }: Origin, expression: SyntaxNode): Piece {
    return orUnknown(this.of({ expression, finder, frame }));
  }

  #ofPercent(template: Asked, right: SyntaxNode): readonly Composed[] | undefined {
    const { finder, frame } = template;
    const given = finder.of(right, frame);
    return this.of(template).flatMap((one) => {
      if (hasUnknownPart(one)) return unknown;
      const parts = percentParts(one.text);
      return given.flatMap((origin) =>
        this.#filled(one, parts, percentArguments(origin)).map((made) => partOf(made, origin)),
      );
    });
  }

  #filled(
    template: PossibleText,
    parts: ReturnType<typeof percentParts>,
    values: (key: number | string) => Asked | undefined,
  ): readonly Composed[] {
    const pieces = parts.map((part): Piece => {
      if (part === undefined || typeof part === 'string') return part ?? unknownPart;
      const value = values(part.key);
      return value === undefined ? unknownPart : orUnknown(this.inside(value));
    });
    return combined(pieces).map((made) => partOf({ ...made, parts: [template, ...made.parts] }, template));
  }

  #ofCall(origin: Origin): readonly Composed[] | undefined {
    const call = callOf(origin.node);
    const method = call && attributeOf(call.callee);
    if (call === undefined || method === undefined) return undefined;
    const { module } = origin.finder;
    const name = module.textOf(method.property);
    const given = argumentsOf(module.text, call.list);
    const object: Asked = { ...origin, expression: method.object };
    if (name === 'format') {
      const values = formatted(origin, given);
      return this.of(object).flatMap((one) =>
        hasUnknownPart(one) ? unknown : this.#filled(one, braceParts(one.text), values),
      );
    }
    if (
      given.some(
        ({ star, keyword, value }) => star !== undefined || keyword !== undefined || value === undefined,
      )
    ) {
      return undefined;
    }
    const values = given.flatMap(({ value }) => value ?? []);
    if (name === 'join') return this.#joined(object, values);
    return isTextMethod(name) ? this.#ofMethod(object, name, values) : undefined;
  }

  /** `name[4:]`. With a single index, the object may also be a list. */
  #ofSlice(origin: Origin): readonly Composed[] | undefined {
    const { node, finder } = origin;
    const { firstChild: expression } = node;
    const code = expression === null ? '' : finder.module.text.slice(expression.to, node.to);
    const [, start, end] = /^\[\s*(-?\d*)\s*:\s*(-?\d*)\s*\]$/.exec(code) ?? [];
    if (expression === null || start === undefined) return undefined;
    const texts = this.of({ ...origin, expression });
    if (texts.some((one) => hasUnknownPart(one) || !isPlain(one.text))) return undefined;
    return texts.map((one) => {
      const text = one.text.slice(Number(start), end ? Number(end) : undefined);
      return partOf<Composed>({ text, parts: [one] }, one);
    });
  }

  #joined(object: Asked, [list, more]: readonly SyntaxNode[]): readonly Composed[] | undefined {
    if (list === undefined || more !== undefined) return undefined;
    const { finder, frame } = object;
    const separator = orUnknown(this.of(object));
    return finder.of(list, frame).flatMap((origin) => {
      const items = origin.node.name === 'SetExpression' ? undefined : itemsOf(origin.node);
      if (items === undefined) return unknown;
      return combined(
        items.flatMap((item, at) =>
          at === 0 ? [this.#piece(origin, item)] : [separator, this.#piece(origin, item)],
        ),
      ).map((made) => partOf(made, origin));
    });
  }

  #ofMethod(object: Asked, name: string, values: readonly SyntaxNode[]): readonly Composed[] | undefined {
    const texts = this.of(object);
    const given = values.map((expression) => unlike(this.of({ ...object, expression })));
    if (given.some((alternatives) => alternatives.length !== 1)) return undefined;
    const plain = given.flatMap((alternatives) => alternatives.map(({ text }) => text));
    return texts.map((one) =>
      partOf<Composed>({ text: applied(name, one.text, plain) ?? unknownPart, parts: [one] }, one),
    );
  }
}

const unknown: readonly Composed[] = [{ text: unknownPart, parts: [] }];

/** Returns `a`, `b` and `c` for `a + b + c`. Undefined if the expression is not a sum or is incomplete. */
function addendsOf(module: PythonModule, sum: SyntaxNode): readonly SyntaxNode[] | undefined {
  const addends: SyntaxNode[] = [];
  let node = sum;
  while (node.name === 'BinaryExpression') {
    const [left, operator, right] = childrenOf(node);
    if (left === undefined || operator === undefined || right === undefined) return undefined;
    if (module.textOf(operator) !== '+') break;
    addends.push(right);
    node = left;
  }
  return addends.length === 0 ? undefined : [...addends, node].toReversed();
}

/** Whether the name is the target of `name += …`. */
function isGrown(name: SyntaxNode): boolean {
  return name.parent?.name === 'UpdateStatement' && name.prevSibling === null;
}

function orUnknown(texts: readonly PossibleText[]): Piece {
  return texts.length === 0 ? unknownPart : texts;
}
