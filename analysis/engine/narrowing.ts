import { keyOfOutside } from './paths.ts';
import type { Scope, Value } from './model.ts';
import type { Expression } from '../ir/ir.ts';
import type { Run } from './run.ts';
import { credentialName, nothing } from './values.ts';

/** Replaces the value of a variable, an attribute or an entry. False if nothing is left of it. */
export function narrow(
  run: Run,
  expression: Expression,
  scope: Scope,
  change: (value: Value) => Value,
): boolean {
  const before = placeValue(run, expression, scope);
  if (before.length === 0) return true;
  const after = change(before);
  if (after.length === 0) return false;
  if (after.length < before.length || after.some((atom, index) => atom !== before[index]))
    setPlace(run, expression, after, scope);
  return true;
}

/** The value of an expression that is a place and whose evaluation changes nothing. Otherwise empty. */
export function placeValue(run: Run, expression: Expression, scope: Scope): Value {
  if (expression.kind === 'assignment' && expression.target.kind === 'name')
    return run.evaluate(expression.target, scope);
  return isPlace(expression) ? run.evaluate(expression, scope) : nothing;
}

export function isPlace(expression: Expression): boolean {
  if (expression.kind === 'name') return true;
  if (expression.kind === 'member') return isPlace(expression.object);
  if (expression.kind !== 'index') return false;
  const { index } = expression;
  return (index.kind === 'literal' || index.kind === 'name') && isPlace(expression.object);
}

/** What the code has put into something outside, such as `conv.state.key`. Learning more about it stores nothing. */
function setOutside(run: Run, key: string, value: Value): void {
  const kept = value.filter(({ kind }) => kind !== 'outside');
  if (run.state.variable(key) !== undefined) run.state.setVariable(key, kept);
}

function setPlace(run: Run, expression: Expression, value: Value, scope: Scope): void {
  const at = { scope, place: { unit: scope.unit, at: expression.at } };
  if (expression.kind === 'assignment') return run.assign(expression.target, value, scope, expression.at);
  if (expression.kind === 'name') return run.assign(expression, value, scope, expression.at);
  if (expression.kind !== 'member' && expression.kind !== 'index') return;
  const objects = run.evaluate(expression.object, scope).filter(({ kind }) => kind !== 'secret');
  const [object, ...others] = objects;
  if (object?.kind === 'outside' && expression.kind === 'member')
    return setOutside(run, keyOfOutside(object.path, expression.name), value);
  if (object?.kind !== 'object' || others.length > 0) return;
  if (expression.kind === 'member') run.setMember([object], expression.name, value, at);
  else {
    const keys = run.evaluate(expression.index, scope);
    const [key, ...more] = keys;
    const isOne = key?.kind === 'literal' || (key?.kind === 'outside' && key.path === credentialName);
    if (isOne && more.length === 0) run.setItem([object], keys, value, at);
  }
}
