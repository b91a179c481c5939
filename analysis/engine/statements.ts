import type { Atom, Scope, Value } from './model.ts';
import type { Expression, LoopStatement, Statement, Target } from '../ir/ir.ts';
import { branches } from './conditions.ts';
import type { JumpTarget } from './frames.ts';
import type { Caller, Run } from './run.ts';
import type { State } from './state.ts';
import { evaluate } from './evaluate.ts';
import { end, returnState, tryAll } from './try.ts';
import { raising, returning } from './leaving.ts';
import { exportNames, importNames } from './imports.ts';
import { partialRounds } from './items.ts';
import { removeAt } from './writing.ts';
import { credentialName, join, undefinedValue, unknown } from './values.ts';

/** Runs statements in the current state until one of them leaves the block. */
export function execute(run: Run, statements: readonly Statement[], scope: Scope): void {
  for (const statement of statements)
    if (statement.kind === 'assign' && statement.isHoisted === true) executeOne(run, statement, scope);
  for (const statement of statements) {
    if (run.state.isDead) return;
    if (statement.kind !== 'assign' || statement.isHoisted !== true) executeOne(run, statement, scope);
  }
}

function executeOne(run: Run, statement: Statement, scope: Scope): void {
  if (!run.step()) return;
  const at = { scope, place: { unit: scope.unit, at: statement.at } };
  switch (statement.kind) {
    case 'assign':
      return assign(run, statement, scope);
    case 'evaluate':
      evaluate(run, statement.value, scope, true);
      return;
    case 'branch': {
      const { ifTrue, ifFalse } = branches(run, statement.condition, scope);
      return runPaths(run, [
        [ifTrue, () => run.execute(statement.then, scope)],
        [ifFalse, () => run.execute(statement.otherwise, scope)],
      ]);
    }
    case 'loop':
      return loop(run, statement, scope);
    case 'try':
      return tryAll(run, statement, scope);
    case 'return': {
      const value = statement.value === undefined ? undefinedValue : run.evaluate(statement.value, scope);
      if (statement.value !== undefined) returning(run, value, statement.value, scope);
      run.frame.returns.push({ value, state: returnState(run) });
      return end(run);
    }
    case 'raise': {
      const value = statement.value === undefined ? raisedAgain(run) : run.evaluate(statement.value, scope);
      if (statement.value !== undefined) raising(run, value, statement.value, scope);
      keepCause(run, value, statement.cause, at);
      const { catcher } = run;
      run.noteChange();
      catcher?.raised.push({ value, state: run.state.detached(catcher.start) });
      return end(run);
    }
    case 'break':
    case 'continue':
      return jump(run, statement.kind, statement.label);
    case 'delete':
      return remove(run, statement.target, scope);
    case 'block':
      return block(run, statement.label, statement.body, scope);
    case 'import':
      return importNames(run, statement, at);
    case 'export':
      return exportNames(run, statement, at);
  }
}

/** `raise` in a handler. */
function raisedAgain({ handled }: Run): Value {
  return handled.length > 0 ? handled : unknown;
}

/** An exception keeps and shows the one that led to it. */
function keepCause(run: Run, value: Value, cause: Expression | undefined, at: Caller): void {
  const name = run.library.special.cause;
  if (name === undefined) return;
  const kept = cause === undefined ? run.handled : run.evaluate(cause, at.scope);
  const objects = value.filter((atom) => atom.kind === 'object' && !kept.some((one) => isSame(one, atom)));
  if (kept.length > 0) run.setMember(objects, name, kept, at);
}

function isSame(one: Atom, other: Atom): boolean {
  return one.kind === 'object' && other.kind === 'object' && one.id === other.id;
}

function assign(run: Run, statement: Extract<Statement, { kind: 'assign' }>, scope: Scope): void {
  const { targets, value, update, at } = statement;
  const [first] = targets;
  if (update === undefined || first === undefined) {
    if (targets.length === 1 && assignOneByOne(run, first, value, scope)) return;
    const given = run.evaluate(value, scope);
    for (const target of targets) run.assign(target, given, scope, value.at);
    return;
  }
  if (first.kind === 'sequence-target' || first.kind === 'object-target') return;
  const result = run.evaluate({ kind: 'operation', operator: update, operands: [first, value], at }, scope);
  run.assign(first, result, scope, value.at);
}

/** `a, b = b, a` */
function assignOneByOne(run: Run, target: Target | undefined, value: Expression, scope: Scope): boolean {
  if (target?.kind !== 'sequence-target' || value.kind !== 'collection') return false;
  const isPlain =
    value.items.every(({ isSpread }) => !isSpread) && target.items.every((item) => item?.isRest === false);
  if (!isPlain || target.items.length !== value.items.length) return false;
  const given = value.items.map((item) => ({ at: item.value.at, value: run.evaluate(item.value, scope) }));
  for (const [index, item] of target.items.entries()) {
    const one = given[index];
    if (item !== undefined && one !== undefined) run.assign(item.target, one.value, scope, one.at);
  }
  return true;
}

/** Runs each reachable path in its own state, and continues in the joined state. */
function runPaths(run: Run, paths: readonly (readonly [state: State | undefined, work: () => void])[]): void {
  const start = run.state;
  const ends = paths.flatMap(([state, work]) => {
    if (state === undefined) return [];
    run.state = state;
    work();
    return [run.state];
  });
  start.join(ends);
  run.state = start;
}

/**
 * Known items are followed one by one. Otherwise, the body runs twice, so that the effects of one iteration
 * reach the next one.
 */
function loop(run: Run, statement: LoopStatement, scope: Scope): void {
  const start = run.state;
  const target: JumpTarget = { start, isLoop: true, label: undefined, breaks: [], continues: [] };
  run.frame.jumps.push(target);
  run.state = start.fork();
  const finished =
    statement.each === undefined
      ? whileLoop(run, statement, scope, target)
      : forLoop(run, statement, scope, target);
  run.frame.jumps.pop();
  run.state = start.fork();
  run.state.joinFrom(start, finished);
  if (!run.state.isDead) run.execute(statement.otherwise, scope);
  start.join([run.state, ...target.breaks]);
  run.state = start;
}

/** Returns the states in which the loop ends normally. */
function forLoop(
  run: Run,
  { each, body }: LoopStatement,
  scope: Scope,
  target: JumpTarget,
): readonly State[] {
  if (each === undefined) return [];
  const at = { scope, place: { unit: scope.unit, at: each.iterable.at } };
  const iterable = run.evaluate(each.iterable, scope);
  const items = run.iterate(
    each.over === 'keys'
      ? (run.callOutside('dict.names', undefined, [{ value: iterable }], at) ?? unknown)
      : iterable,
    at,
  );
  const partial = each.over === 'keys' ? undefined : partialRounds(run, iterable);
  const rounds = items.isKnown ? items.items : (partial ?? [items.any, items.any]);
  const ends: State[] = [];
  for (const [round, item] of rounds.entries()) {
    // A secret has at least one field.
    if (!items.isKnown && (round > 0 || !isFieldName(item))) ends.push(run.state);
    const before = run.state;
    run.state = before.fork();
    run.assign(each.target, item, scope, each.iterable.at);
    run.execute(body, scope);
    continueFrom(run, before, target);
    if (run.state.isDead) return ends;
    if (!items.isKnown) countOn(run, target.start);
  }
  return [...ends, run.state];
}

function isFieldName([atom, ...others]: Value): boolean {
  return atom?.kind === 'outside' && atom.path === credentialName && others.length === 0;
}

/** Loops whose condition is certain are followed for so many rounds, and others twice. */
const certainRounds = 16;

function whileLoop(
  run: Run,
  { condition, isAfter, body, step }: LoopStatement,
  scope: Scope,
  target: JumpTarget,
): readonly State[] {
  const isEndless = condition === undefined || condition.kind === 'literal';
  const ends: State[] = [];
  let openRounds = 0;
  for (let round = 0; ; round++) {
    const before = run.state;
    let isCertain = false;
    if (condition !== undefined && !(isAfter === true && round === 0)) {
      const { ifTrue, ifFalse } = branches(run, condition, scope);
      if (ifFalse !== undefined) ends.push(ifFalse);
      if (ifTrue === undefined) return ends;
      isCertain = !isEndless && ifFalse === undefined && round < certainRounds;
      run.state = ifTrue;
    } else run.state = before.fork();
    // What is left of a loop that goes on for longer than it is followed.
    if (!isCertain && openRounds++ === 2) return ends.length > 0 || isEndless ? ends : [run.state];
    run.execute(body, scope);
    continueFrom(run, before, target);
    if (run.state.isDead) return ends;
    if (step !== undefined) run.evaluate(step, scope);
    if (!isCertain) countOn(run, target.start);
  }
}

/** Numbers that a round has changed can be any other ones after further rounds. */
function countOn(run: Run, start: State): void {
  for (const [key, value] of run.state.changesSince(start).variables)
    if (start.variable(key) !== undefined && start.variable(key) !== value && value.every(isNumber))
      run.state.setVariable(key, join(value, unknown));
}

function isNumber(atom: Atom): boolean {
  return atom.kind === 'literal' && typeof atom.value === 'number';
}

/** The next iteration starts where the body ends or continues early. */
function continueFrom(run: Run, before: State, target: JumpTarget): void {
  const { start } = target;
  const next = before.fork();
  if (target.continues.length === 0) next.joinFrom(before, [run.state]);
  else next.joinFrom(start, [run.state, ...target.continues.splice(0)]);
  run.state = next;
}

function jump(run: Run, kind: 'break' | 'continue', label: string | undefined): void {
  const { jumps } = run.frame;
  const named = jumps.findLastIndex((one) => (label === undefined ? one.isLoop : one.label === label));
  // The loop that has the label can be the last statement of a block with it.
  const target = jumps[kind === 'continue' && jumps[named]?.isLoop === false ? named + 1 : named];
  target?.[kind === 'break' ? 'breaks' : 'continues'].push(run.state.detached(target.start));
  end(run);
}

function block(run: Run, label: string | undefined, body: readonly Statement[], scope: Scope): void {
  const start = run.state;
  const target: JumpTarget = { start, isLoop: false, label, breaks: [], continues: [] };
  run.frame.jumps.push(target);
  run.state = start.fork();
  run.execute(body, scope);
  run.frame.jumps.pop();
  start.join([run.state, ...target.breaks]);
  run.state = start;
}

function remove(run: Run, target: Extract<Statement, { kind: 'delete' }>['target'], scope: Scope): void {
  if (target.kind === 'name') run.assign(target, unknown, scope, target.at);
  else if (target.kind === 'sequence-target')
    for (const item of target.items) {
      if (item !== undefined) remove(run, item.target, scope);
    }
  else if (target.kind !== 'object-target') removeAt(run, target, scope);
}
