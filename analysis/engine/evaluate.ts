import type { Key, ObjectAtom, PassedArgument, Scope, Value } from './model.ts';
import type {
  ChoiceExpression,
  CollectionExpression,
  ComprehensionExpression,
  ComprehensionLoop,
  DictionaryExpression,
  Expression,
  OperationExpression,
} from '../ir/ir.ts';
import type { Caller, Run } from './run.ts';
import { branches, chained, isReached } from './conditions.ts';
import { classValue, functionValue } from './definitions.ts';
import { partialRounds } from './items.ts';
import { awaited } from './promises.ts';
import { operation } from './operations.ts';
import { keyOf } from './keys.ts';
import type { State } from './state.ts';
import { holdsSecret } from './truth.ts';
import { lookUp } from './variables.ts';
import { removeAt } from './writing.ts';
import { join, literal, nothing, onlyLiteral, unknown } from './values.ts';

/** Evaluates an expression in the current state, which it can change. */
export function evaluate(run: Run, expression: Expression, scope: Scope, isStatement = false): Value {
  if (!run.step()) return unknown;
  const at: Caller = { scope, place: { unit: scope.unit, at: expression.at } };
  switch (expression.kind) {
    case 'literal':
      return literal(expression.value);
    case 'name':
      return lookUp(run, expression.name, scope);
    case 'member':
      return run.member(run.evaluate(expression.object, scope), expression.name, at);
    case 'index': {
      const object = run.evaluate(expression.object, scope);
      return run.item(object, run.evaluate(expression.index, scope), at);
    }
    case 'slice': {
      const part = (one: Expression | undefined): Value | undefined => one && run.evaluate(one, scope);
      const object = run.evaluate(expression.object, scope);
      return run.slice(object, part(expression.from), part(expression.to), expression.step !== undefined);
    }
    case 'call': {
      const callee = run.evaluate(expression.callee, scope);
      const object = nameOf(expression.callee.kind === 'member' ? expression.callee.object : undefined);
      const passed = expression.arguments.map(({ value, ...how }): PassedArgument => {
        return { ...how, value: run.evaluate(value, scope), place: { unit: scope.unit, at: value.at } };
      });
      const objectAt = expression.callee.kind === 'member' ? expression.callee.object.at : undefined;
      return run.call(callee, passed, {
        ...at,
        isStatement,
        ...(object !== undefined && { object }),
        ...(objectAt && { objectAt }),
      });
    }
    case 'operation':
      if (isStatement && expression.operator === 'await' && expression.operands[0] !== undefined)
        return awaited(run, evaluate(run, expression.operands[0], scope, true), expression, at);
      return operationOf(run, expression, at);
    case 'choice':
      return choiceOf(run, expression, scope);
    case 'collection':
      return collectionOf(run, expression, at);
    case 'dictionary':
      return dictionaryOf(run, expression, at);
    case 'comprehension':
      return comprehensionOf(run, expression, at);
    case 'function':
      return functionValue(run, expression.code, at);
    case 'class':
      return classValue(run, expression.code, scope);
    case 'assignment': {
      const value = run.evaluate(expression.value, scope);
      run.assign(expression.target, value, scope, expression.value.at);
      return value;
    }
  }
}

function nameOf(object: Expression | undefined): string | undefined {
  return object?.kind === 'name' || object?.kind === 'member' ? object.name : undefined;
}

function operationOf(run: Run, expression: OperationExpression, at: Caller): Value {
  const { operator } = expression;
  if (operator === 'delete') {
    removeAt(run, expression.operands[0], at.scope);
    return literal(true);
  }
  if (operator !== 'and' && operator !== 'or' && operator !== 'coalesce')
    return operation(run, expression, at);
  return operator === 'coalesce'
    ? coalesced(run, expression.operands, at.scope)
    : shortCircuit(run, expression.operands, operator === 'or', at.scope);
}

/** `left ?? right` */
function coalesced(run: Run, [left, ...others]: readonly Expression[], scope: Scope): Value {
  let value = left === undefined ? unknown : run.evaluate(left, scope);
  const start = run.state;
  for (const right of others) {
    const kept = value.filter((atom) => atom.kind !== 'literal' || (atom.value ?? undefined) !== undefined);
    const isCertain = kept.length > 0 && kept.length === value.length && !kept.some(mayBeNothing);
    if (isCertain) return kept;
    run.state = start.fork();
    const other = run.evaluate(right, scope);
    start.join([run.state, start.fork()]);
    run.state = start;
    value = join(kept, other);
  }
  return value;
}

function mayBeNothing({ kind }: Value[number]): boolean {
  return kind === 'unknown' || kind === 'outside';
}

function shortCircuit(run: Run, operands: readonly Expression[], isOr: boolean, scope: Scope): Value {
  const start = run.state;
  // The value of the last operand does not matter.
  const { value, ifTrue, ifFalse } = chained(run, operands, isOr, scope, 0, (operand) => {
    const last = run.evaluate(operand, scope);
    return { value: last, ifTrue: run.state, ifFalse: run.state };
  });
  start.join([...new Set([ifTrue, ifFalse])].filter(isReached));
  run.state = start;
  return value;
}

function choiceOf(run: Run, { condition, then, otherwise }: ChoiceExpression, scope: Scope): Value {
  const start = run.state;
  const outcome = branches(run, condition, scope);
  const values: Value[] = [];
  const ends = [];
  for (const [state, expression] of [
    [outcome.ifTrue, then],
    [outcome.ifFalse, otherwise],
  ] as const) {
    if (state === undefined) continue;
    run.state = state;
    values.push(run.evaluate(expression, scope));
    ends.push(run.state);
  }
  start.join(ends);
  run.state = start;
  return join(...values);
}

/** The items of larger literals are not told apart. */
const mostEntries = 10_000;

function collectionOf(run: Run, { type, items }: CollectionExpression, at: Caller): Value {
  const entries = new Map<Key, Value>();
  let others = nothing;
  let isKnown = true;
  for (const { value, isSpread } of items) {
    const one = nameOfRead(value, at) ?? run.evaluate(value, at.scope);
    const all = isSpread ? run.iterate(one, at) : ({ isKnown: true, items: [one] } as const);
    isKnown &&= all.isKnown && entries.size + all.items.length <= mostEntries;
    if (!all.isKnown) others = join(others, all.any);
    else if (isKnown) for (const item of all.items) entries.set(entries.size, item);
    else for (const item of all.items) others = join(others, item);
  }
  return [run.create({ type, entries, others, ...(isKnown && { length: entries.size }) })];
}

/** An item that is the name of a secret, which is later passed to a reader. */
function nameOfRead(item: Expression, { scope }: Caller): Value | undefined {
  if (item.kind !== 'literal' || typeof item.value !== 'string') return undefined;
  const read = scope.module.readAt({ unit: scope.unit, at: item.at });
  return read && [{ kind: 'literal', value: item.value, read }];
}

function dictionaryOf(run: Run, { entries }: DictionaryExpression, at: Caller): Value {
  // Setting entries one by one would copy all previous entries each time.
  const known = new Map<Key, Value>();
  let dictionary: ObjectAtom | undefined;
  let others = nothing;
  for (const { key, value } of entries) {
    const keys = key && run.evaluate(key, at.scope);
    const one = run.evaluate(value, at.scope);
    const name = keys && (onlyLiteral(keys)?.value ?? symbolIn(keys));
    if (dictionary === undefined && (typeof name === 'string' || typeof name === 'number')) {
      if (known.size < mostEntries) known.set(keyOf(name), one);
      else others = join(others, one);
      continue;
    }
    dictionary ??= run.create({ type: 'dictionary', entries: known, others });
    if (keys === undefined) run.callOutside('dict.update', [dictionary], [{ value: one }], at);
    else run.setItem([dictionary], keys, one, at);
  }
  return [dictionary ?? run.create({ type: 'dictionary', entries: known, others })];
}

/** The key of a method that the language calls: `[Symbol.iterator]`. */
function symbolIn([atom]: Value): string | undefined {
  return atom?.kind === 'outside' && atom.path.startsWith('Symbol.') ? `[${atom.path}]` : undefined;
}

/**
 * Known items are followed one by one, so that conditions can select among them. Otherwise, a single
 * iteration represents all of them.
 */
function comprehensionOf(run: Run, expression: ComprehensionExpression, around: Caller): Value {
  const { type, loops, key, element } = expression;
  const at = { ...around, scope: aroundClassBody(around.scope) };
  const found: { readonly key?: Value; readonly value: Value }[] = [];
  const first = loops[0] && run.evaluate(loops[0].iterable, around.scope);
  let certain = 0;
  const add = (): void => {
    const keys = key && run.evaluate(key, at.scope);
    found.push({ ...(keys && { key: keys }), value: run.evaluate(element, at.scope) });
  };
  const isKnown = eachRound(run, loops, at, first, add, () => {
    certain = found.length;
  });
  if (type === 'dictionary') {
    const dictionary = run.create({ type });
    for (const one of found) if (one.key) run.setItem([dictionary], one.key, one.value, at);
    return [dictionary];
  }
  const kind = type === 'set' ? 'set' : 'list';
  const entries = new Map(found.map(({ value }, index) => [index, value] as const));
  if (!isKnown) {
    const others = join(...found.slice(certain).map(({ value }) => value));
    return [run.create({ type: kind, entries: new Map([...entries].slice(0, certain)), others })];
  }
  return [run.create({ type: kind, entries, length: entries.size })];
}

/** Only the first iterable sees the variables of a class body. */
function aroundClassBody(scope: Scope): Scope {
  const { code, owner, outer, unit } = scope;
  const isClassBody = owner !== undefined && code?.at === owner.code.at;
  return isClassBody && outer !== undefined ? { ...outer, unit } : scope;
}

/**
 * Returns whether the number of iterations is known. Calls `atRest` before the iteration for the unknown
 * rest.
 */
function eachRound(
  run: Run,
  loops: readonly ComprehensionLoop[],
  at: Caller,
  first: Value | undefined,
  round: () => void,
  atRest?: () => void,
): boolean {
  const [loop, ...inner] = loops;
  if (loop === undefined) {
    round();
    return true;
  }
  const iterable = first ?? run.evaluate(loop.iterable, at.scope);
  const items = run.iterate(iterable, at);
  const rounds = items.isKnown ? items.items : (partialRounds(run, iterable) ?? [items.any]);
  let isKnown = true;
  const start = run.state;
  for (const [index, item] of rounds.entries()) {
    if (isKnown && !items.isKnown && index === rounds.length - 1) {
      isKnown = false;
      atRest?.();
    }
    run.state = start.fork();
    run.assign(loop.target, item, at.scope, loop.iterable.at);
    // What a condition implies for the selected items no longer holds after the others.
    const skipped: State[] = [];
    const isChosen = loop.conditions.every((condition) => {
      const { value, ifTrue, ifFalse } = branches(run, condition, at.scope);
      if (ifFalse !== undefined) skipped.push(ifFalse);
      if (ifTrue === undefined) return false;
      // It makes no difference whether an empty secret is left out.
      if (ifFalse !== undefined && !value.every((atom) => holdsSecret(run, atom))) isKnown = false;
      run.state = ifTrue;
      return true;
    });
    if (isChosen && !eachRound(run, inner, at, undefined, round)) isKnown = false;
    start.join(isChosen || skipped.length === 0 ? [run.state, ...skipped] : skipped);
    run.state = start;
  }
  return isKnown;
}
