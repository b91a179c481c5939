import type { Scope, Value } from './model.ts';
import type { Expression, OperationExpression } from '../ir/ir.ts';
import type { Run } from './run.ts';
import type { State } from './state.ts';
import { scopeInside } from './definitions.ts';
import { keyOfVariable } from './variables.ts';
import { either, negated, truthOf } from './truth.ts';
import { join, nothing } from './values.ts';
import { assume } from './assumptions.ts';
import { narrow, placeValue } from './narrowing.ts';

/** A helper that returns a condition can call another one, or itself: so many are followed. */
const maximumGuards = 3;

/** What follows from a condition. A state is absent if the condition certainly has the other outcome. */
export interface Outcome {
  readonly value: Value;
  readonly ifTrue: State | undefined;
  readonly ifFalse: State | undefined;
}

/**
 * Evaluates a condition. The states of both outcomes know what the condition says about variables and
 * attributes. Both are forks of the current state. `guards` counts the helpers around the condition.
 */
export function branches(run: Run, condition: Expression, scope: Scope, guards = 0): Outcome {
  if (condition.kind !== 'operation') return simple(run, condition, scope, guards);
  const [left, right] = pairOf(condition);
  const { operator } = condition;
  if (operator === 'not' && left !== undefined) {
    const { value, ifTrue, ifFalse } = branches(run, left, scope, guards);
    return { value: negated(run, value), ifTrue: ifFalse, ifFalse: ifTrue };
  }
  if (operator === 'truth' && left !== undefined) return branches(run, left, scope, guards);
  if ((operator === 'and' || operator === 'or') && left !== undefined && right !== undefined)
    return both(run, left, right, operator === 'or', scope, guards);
  return simple(run, condition, scope, guards);
}

/** The two sides of an operation. A chain such as `a or b or c` has its last operand on the right. */
export function pairOf(expression: OperationExpression): readonly (Expression | undefined)[] {
  const { operands } = expression;
  if (operands.length <= 2) return operands;
  return [{ ...expression, operands: operands.slice(0, -1) }, operands.at(-1)];
}

function both(
  run: Run,
  left: Expression,
  right: Expression,
  isOr: boolean,
  scope: Scope,
  guards: number,
): Outcome {
  const start = run.state;
  const first = branches(run, left, scope, guards);
  const goesOn = isOr ? first.ifFalse : first.ifTrue;
  const ends = isOr ? first.ifTrue : first.ifFalse;
  const kept = ends === undefined ? nothing : either(run, first.value, isOr);
  if (goesOn === undefined)
    return { value: kept, ifTrue: isOr ? ends : undefined, ifFalse: isOr ? undefined : ends };
  run.state = goesOn;
  const second = branches(run, right, scope, guards);
  run.state = start;
  const value = join(kept, second.value);
  return isOr
    ? { value, ifTrue: joined(start, ends, second.ifTrue), ifFalse: second.ifFalse }
    : { value, ifTrue: second.ifTrue, ifFalse: joined(start, ends, second.ifFalse) };
}

function joined(start: State, ...ends: readonly (State | undefined)[]): State | undefined {
  const reached = ends.filter((end) => end !== undefined);
  if (reached.length < 2) return reached[0];
  const all = start.fork();
  all.joinFrom(start, reached);
  return all;
}

function simple(run: Run, condition: Expression, scope: Scope, guards: number): Outcome {
  const start = run.state;
  run.state = start.fork();
  const value = run.evaluate(condition, scope);
  const after = run.state;
  const truth = truthOf(run, value);
  const outcome = (holds: boolean): State | undefined => {
    if (truth === !holds) return undefined;
    run.state = after.fork();
    const isPossible =
      assume(run, condition, holds, scope) && assumeGuard(run, condition, holds, scope, guards);
    return isPossible ? run.state : undefined;
  };
  const [ifTrue, ifFalse] = [outcome(true), outcome(false)];
  run.state = start;
  return { value, ifTrue, ifFalse };
}

/** A helper that returns a condition, such as a type guard, says the same about what it is given. */
function assumeGuard(run: Run, condition: Expression, holds: boolean, scope: Scope, guards: number): boolean {
  if (guards >= maximumGuards) return true;
  if (condition.kind !== 'call' || condition.callee.kind !== 'name') return true;
  const [argument] = condition.arguments;
  if (argument === undefined || argument.spread !== undefined) return true;
  const tested = argument.value;
  const [atom, ...more] = run.evaluate(condition.callee, scope);
  if (atom?.kind !== 'function' || atom.given !== undefined || more.length > 0) return true;
  const { code } = atom;
  const target = code.parameters[0]?.target;
  const [only, ...others] = code.body;
  if (target?.kind !== 'name' || only?.kind !== 'return' || only.value === undefined) return true;
  const given = placeValue(run, tested, scope);
  if (others.length > 0 || code.isAsync || given.length === 0 || !run.mayEnter(code)) return true;
  const inner = scopeInside(run, code, atom.scope);
  const key = keyOfVariable(inner, target.name);
  run.state.setVariable(key, given);
  const outcome = branches(run, only.value, inner, guards + 1);
  const state = holds ? outcome.ifTrue : outcome.ifFalse;
  if (state === undefined) return true;
  run.state = state;
  const kept = state.variable(key) ?? given;
  return narrow(run, tested, scope, (value) =>
    value.filter((one) => kept.includes(one) || !given.includes(one)),
  );
}
