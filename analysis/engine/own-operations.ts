import type { Value } from './model.ts';
import type { Expression } from '../ir/ir.ts';
import { methodsNamed } from './lineage.ts';
import type { Caller, Run } from './run.ts';
import { literal, onlyLiteral } from './values.ts';

/** The operator between two operands, as it is written. */
export function signOf([left, right]: readonly Expression[], { scope }: Caller): string {
  if (left === undefined || right === undefined) return '';
  const between = scope.unit.code.text.slice(left.at.end, right.at.start);
  return /\*\*|\/\/|<<|>>|[-+*/%@|&^]/.exec(between)?.[0] ?? '';
}

/** What the class of an operand computes. Undefined if no class does. */
export function ownOperation(
  run: Run,
  sign: string,
  left: Value,
  right: Value,
  at: Caller,
): Value | undefined {
  const names = run.library.special.operators?.get(sign);
  if (names === undefined) return undefined;
  return byClassOf(run, left, names.left, right, at) ?? byClassOf(run, right, names.right, left, at);
}

export function byClassOf(
  run: Run,
  object: Value,
  name: string,
  other: Value,
  at: Caller,
): Value | undefined {
  const isOwn = object.some((atom) => {
    const made = atom.kind === 'object' ? run.contents(atom).class : undefined;
    return made !== undefined && methodsNamed(made, name).length > 0;
  });
  return isOwn ? run.call(run.member(object, name, at), [{ value: other }], at) : undefined;
}

/** How two numbers compare. Undefined if they are not known. */
export function ordered(
  operator: 'less' | 'greater' | 'at most' | 'at least',
  left: Value,
  right: Value,
): boolean | undefined {
  const outcomes = new Set(
    left.flatMap((one) =>
      right.map((other): boolean | undefined => {
        if (one.kind !== 'literal' || other.kind !== 'literal') return undefined;
        if (typeof one.value !== 'number' || typeof other.value !== 'number') return undefined;
        if (operator === 'less') return one.value < other.value;
        if (operator === 'greater') return one.value > other.value;
        return operator === 'at most' ? one.value <= other.value : one.value >= other.value;
      }),
    ),
  );
  return outcomes.size === 1 ? [...outcomes][0] : undefined;
}

export function difference(left: Value, right: Value): Value | undefined {
  const [one, other] = [onlyLiteral(left)?.value, onlyLiteral(right)?.value];
  return typeof one === 'number' && typeof other === 'number' ? literal(one - other) : undefined;
}
