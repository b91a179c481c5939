import type { Value } from '../engine/model.ts';
import type { ApplyEffect, Run } from '../engine/run.ts';
import { anyItem, createLike, itemsIn, secretsIn, withItems } from '../engine/contents.ts';
import {
  isPosition,
  isSecret,
  join,
  literal,
  mostLetters,
  onlyLiteral,
  outside,
  positionIn,
  unknown,
  unknownAtom,
} from '../engine/values.ts';
import { argument, methodCall, nameOf } from './arguments.ts';
import { isAbsent, ofLetters } from './texts.ts';

/** Some of the items of a list, or a part of a string: `slice`, `substring`, `substr`. */
export const sliceItems: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const [from, to] = [argument(given, 0), argument(given, 1)];
  if (nameOf(call) === 'substring') return sliceOf(run, receiver, ...inOrder(from, to));
  if (nameOf(call) !== 'substr' || to === undefined) return sliceOf(run, receiver, from, to);
  const [start, length] = [numberIn(from), numberIn(to)];
  if (start === undefined || length === undefined) return sliceOf(run, receiver, from, unknown);
  return sliceOf(run, receiver, from, start < 0 && start + length >= 0 ? undefined : literal(start + length));
};

/** The first position of such a character in a string. What follows it is long. */
export const position: ApplyEffect = (run, call) => {
  const { receiver, given } = methodCall(run, call);
  const sign = onlyLiteral(argument(given, 0) ?? unknown)?.value;
  const isBehind = typeof sign === 'string' && /^[:= ]+$/.test(sign) && receiver.some(isSecret);
  return isBehind ? outside(positionIn) : unknown;
};

/** The bounds of `substring`: they can be swapped, and negative ones count as 0. */
function inOrder(
  from: Value | undefined,
  to: Value | undefined,
): readonly [from: Value | undefined, to: Value | undefined] {
  const bounds = [numberIn(from), numberIn(to)].map((bound) => bound && Math.max(0, bound));
  const [start, end] = bounds;
  if (start === undefined || (!isOpen(to) && end === undefined)) return [from, to];
  if (end === undefined) return [literal(start), undefined];
  return [literal(Math.min(start, end)), literal(Math.max(start, end))];
}

/**
 * `object[from:to]`. A few characters of a string are harmless. With a step, the omitted characters are
 * unknown.
 */
export function sliceOf(
  run: Run,
  object: Value,
  from: Value | undefined,
  to: Value | undefined,
  hasStep = false,
): Value {
  const isShown = isLong(from, to);
  const bounds = hasStep ? undefined : literalBounds(from, to);
  const parts = object.map((atom): Value => {
    if (atom.kind === 'secret') return isShown ? secretsIn([atom]) : unknown;
    if (atom.kind === 'literal' && typeof atom.value === 'string') {
      return bounds === undefined ? unknown : literal(atom.value.slice(...bounds));
    }
    if (atom.kind !== 'object') return unknown;
    const contents = run.contents(atom);
    if (!/^(?:list|tuple)$/.test(contents.type)) return unknown;
    const items = itemsIn(contents);
    if (!items.isKnown && !isShown && ofLetters(items.any).length > 0) return unknown;
    const chosen =
      items.isKnown && bounds
        ? ({ isKnown: true, items: items.items.slice(...bounds) } as const)
        : ({ isKnown: false, any: anyItem(items) } as const);
    return [createLike(run, atom, withItems(contents, chosen))];
  });
  return parts.length === 0 ? [unknownAtom] : join(...parts);
}

function literalBounds(
  from: Value | undefined,
  to: Value | undefined,
): [number | undefined, number | undefined] | undefined {
  const bounds: [number | undefined, number | undefined] = [numberIn(from), numberIn(to)];
  const isKnown = [from, to].every((bound, index) => isOpen(bound) || bounds[index] !== undefined);
  return isKnown ? bounds : undefined;
}

function isOpen(bound: Value | undefined): boolean {
  return bound === undefined || isAbsent(bound);
}

function numberIn(value: Value | undefined): number | undefined {
  const only = value && onlyLiteral(value)?.value;
  return typeof only === 'number' ? only : undefined;
}

/** A bound that is not a literal may leave just as few characters. */
function isLong(from: Value | undefined, to: Value | undefined): boolean {
  if (isOpen(to) && from?.length === 1 && isPosition(from[0])) return true;
  const bounds = literalBounds(from, to);
  if (bounds === undefined) return false;
  const [start = 0, end] = bounds;
  if (end === undefined) return start >= 0 || -start > mostLetters;
  if (start >= 0 === end >= 0) return end - start > mostLetters;
  // `v[2:-2]`: most of it.
  return start >= 0;
}
