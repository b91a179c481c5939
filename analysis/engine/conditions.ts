import type { Scope, Value } from './model.ts';
import type { Expression } from '../ir/ir.ts';
import type { Run } from './run.ts';
import type { State } from './state.ts';
import { scopeInside } from './definitions.ts';
import { keyOfVariable } from './variables.ts';
import { either, negated, truthOf } from './truth.ts';
import { credentialName, isSecret, join, nothing } from './values.ts';
import { isCredentialField } from '../model/credential-field.ts';
import { otherCredential } from './entries.ts';
import { assume } from './assumptions.ts';
import { sourceOf } from './place.ts';
import { isPlace, narrow, placeValue } from './narrowing.ts';

/** A helper that returns a condition can call another one, or itself; at most this many are followed. */
const maximumGuards = 3;

/** What follows from a condition. A state is absent if the condition certainly has the other outcome. */
export interface Outcome {
  readonly value: Value;
  readonly ifTrue: State | undefined;
  readonly ifFalse: State | undefined;
}

/**
 * Evaluates a condition. The states of both outcomes include what the condition implies about variables and
 * attributes. Both are forks of the current state. `guards` counts the helpers around the condition.
 */
export function branches(run: Run, condition: Expression, scope: Scope, guards = 0): Outcome {
  if (condition.kind !== 'operation') return simple(run, condition, scope, guards);
  const { operator, operands } = condition;
  const [left] = operands;
  if (operator === 'not' && left !== undefined) {
    const { value, ifTrue, ifFalse } = branches(run, left, scope, guards);
    return { value: negated(run, value), ifTrue: ifFalse, ifFalse: ifTrue };
  }
  if (operator === 'truth' && left !== undefined) return branches(run, left, scope, guards);
  if (operator === 'and' || operator === 'or')
    return chained(run, operands, operator === 'or', scope, guards, (operand) =>
      branches(run, operand, scope, guards),
    );
  return simple(run, condition, scope, guards);
}

/** More consecutive forks or merging paths than this become one state. */
const maximumForks = 32;

/**
 * `left and right`. Each operand starts in the state in which the previous one has the outcome that
 * continues. The last operand is evaluated by `last`.
 */
export function chained(
  run: Run,
  operands: readonly Expression[],
  isOr: boolean,
  scope: Scope,
  guards: number,
  last: (operand: Expression) => Outcome,
): Outcome {
  const start = run.state;
  const ends: State[] = [];
  let value = nothing;
  let next: State | undefined = start;
  for (const [index, operand] of operands.entries()) {
    if (index % maximumForks === maximumForks - 1) next = next.detached(start);
    run.state = next;
    const isLast = index === operands.length - 1;
    const one = isLast ? last(operand) : branches(run, operand, scope, guards);
    const end = isOr ? one.ifTrue : one.ifFalse;
    next = isOr ? one.ifFalse : one.ifTrue;
    if (isLast) value = join(value, one.value);
    else if (end !== undefined) value = join(value, either(run, one.value, isOr));
    if (end !== undefined) ends.push(end);
    if (next === undefined) break;
    if (ends.length === maximumForks) ends.push(...[joined(start, ends.splice(0))].filter(isReached));
  }
  run.state = start;
  const met = joined(start, ends);
  return isOr ? { value, ifTrue: met, ifFalse: next } : { value, ifTrue: next, ifFalse: met };
}

/** Whether an outcome is possible. */
export function isReached(state: State | undefined): state is State {
  return state !== undefined;
}

function joined(start: State, ends: readonly State[]): State | undefined {
  if (ends.length < 2) return ends[0];
  const all = start.fork();
  all.joinFrom(start, ends);
  return all;
}

function simple(run: Run, condition: Expression, scope: Scope, guards: number): Outcome {
  const start = run.state;
  run.state = start.fork();
  const value = run.evaluate(condition, scope);
  const after = run.state;
  const truth = truthOf(run, value);
  const other = otherCredentials(run, condition, scope);
  const hidden = truth === undefined && other === undefined ? fieldsHidden(run, condition, scope) : undefined;
  const outcome = (holds: boolean): State | undefined => {
    if (truth === !holds) {
      if (other?.holds !== holds) return undefined;
      run.state = after.fork();
      leaveOut(run, other.names, scope);
      return run.state;
    }
    run.state = after.fork();
    if (hidden?.holds === holds) forgetFields(run, scope);
    const isPossible =
      assume(run, condition, holds, scope) && assumeGuard(run, condition, holds, scope, guards);
    return isPossible ? run.state : undefined;
  };
  const [ifTrue, ifFalse] = [outcome(true), outcome(false)];
  run.state = start;
  return { value, ifTrue, ifFalse };
}

/**
 * The name with which a condition compares the name of a credential, and its outcome for all other credentials.
 * Undefined for several names, because they may be all credentials.
 */
function otherCredentials(
  run: Run,
  condition: Expression,
  scope: Scope,
): { readonly names: readonly string[]; readonly holds: boolean } | undefined {
  if (condition.kind !== 'operation' || !/^(?:equal|unequal|in|not in)$/.test(condition.operator))
    return undefined;
  const [left, right] = condition.operands;
  if (left === undefined || right === undefined || !isPlace(left)) return undefined;
  const [name, ...more] = run.evaluate(left, scope);
  if (name?.kind !== 'outside' || name.path !== credentialName || more.length > 0) return undefined;
  const listed = right.kind === 'literal' || right.kind === 'collection' || isPlace(right);
  const names = listed ? textsIn(run, run.evaluate(right, scope)).filter(isCredentialField) : [];
  return names.length !== 1 ? undefined : { names, holds: /^un|^not/.test(condition.operator) };
}

function textsIn(run: Run, value: Value): readonly string[] {
  return value.flatMap((atom) => {
    if (atom.kind === 'literal') return typeof atom.value === 'string' ? [atom.value] : [];
    return atom.kind === 'object' ? textsIn(run, [...run.contents(atom).entries.values()].flat()) : [];
  });
}

/** The variables of a function that hold a credential hold another one than these. */
function leaveOut(run: Run, names: readonly string[], { id }: Scope): void {
  for (const [key, value] of run.state.changesSince(run.frame.start).variables)
    if (key.startsWith(`${String(id)}:`) && value.some(isSecret))
      run.state.setVariable(
        key,
        value.flatMap((atom) => (isSecret(atom) ? otherCredential(atom, names) : [atom])),
      );
}

/**
 * The outcome for fields that are no credentials, if a condition passes the name of a field to a function, or looks
 * for it in a list, that the project does not contain: `name in HIDDEN`, `isPublic(name)`.
 */
function fieldsHidden(
  run: Run,
  condition: Expression,
  scope: Scope,
): { readonly holds: boolean } | undefined {
  const asked = askedForName(run, condition, scope);
  const isUnknown =
    asked && run.evaluate(asked, scope).some(({ kind }) => kind === 'outside' || kind === 'unknown');
  if (asked === undefined || isUnknown !== true) return undefined;
  const isNegated = condition.kind === 'operation' && condition.operator === 'not in';
  return { holds: publicWords.test(sourceOf({ unit: scope.unit, at: asked.at })) !== isNegated };
}

const publicWords = /allow|loggable|permit|public|safe|shown|visible|white/i;

/** The list or the function. */
function askedForName(run: Run, condition: Expression, scope: Scope): Expression | undefined {
  if (condition.kind === 'call')
    return condition.arguments.some(({ value }) => isNameOf(run, value, scope))
      ? condition.callee
      : undefined;
  if (condition.kind !== 'operation' || !/^(?:in|not in)$/.test(condition.operator)) return undefined;
  const [left, right] = condition.operands;
  return left !== undefined && isNameOf(run, left, scope) ? right : undefined;
}

/** `name`, `name.lower()` */
function isNameOf(run: Run, expression: Expression, scope: Scope): boolean {
  if (expression.kind === 'call' && expression.callee.kind === 'member')
    return isNameOf(run, expression.callee.object, scope);
  if (!isPlace(expression)) return false;
  return run
    .evaluate(expression, scope)
    .some((atom) => atom.kind === 'outside' && atom.path === credentialName);
}

/** The variables of a function that hold any field of a secret no longer hold a credential. */
function forgetFields(run: Run, { id }: Scope): void {
  for (const [key, value] of run.state.changesSince(run.frame.start).variables)
    if (key.startsWith(`${String(id)}:`) && value.some(isSomeField))
      run.state.setVariable(
        key,
        value.filter((atom) => !isSomeField(atom)),
      );
}

function isSomeField(atom: Value[number]): boolean {
  return isSecret(atom) && /^(?:fields|without )/.test(atom.requires);
}

/** A helper that returns a condition, such as a type guard, implies the same about its arguments. */
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
