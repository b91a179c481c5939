import type { Scope, Value } from './model.ts';
import type { Statement, TryStatement } from '../ir/ir.ts';
import type { JumpTarget } from './frames.ts';
import type { Run } from './run.ts';
import type { State } from './state.ts';
import { isSecret, join, unknown } from './values.ts';

/** Follows `try`. Paths that leave it by `return`, `break` or an exception run its `finally` block too. */
export function tryAll(run: Run, statement: TryStatement, scope: Scope): void {
  if (statement.finally.length === 0) return tryAndCatch(run, statement, scope);
  const { frame, catcher } = run;
  const exits = [
    exitsOf(frame.returns, (state) => returnState(run, state)),
    ...frame.jumps.flatMap((jump) => [jumpExits(jump, jump.breaks), jumpExits(jump, jump.continues)]),
    ...(catcher ? [exitsOf(catcher.raised, (state) => state.detached(catcher.start))] : []),
  ];
  frame.finallies++;
  tryAndCatch(run, statement, scope);
  frame.finallies--;
  const { state } = run;
  const through = (before: State): State | undefined => {
    run.state = before.fork();
    run.execute(statement.finally, scope);
    return run.state.isDead ? undefined : run.state;
  };
  for (const finish of exits) finish(through);
  run.state = state;
}

/** The code that runs on a path that leaves a statement. Undefined if the path ends there. */
type Passage = (state: State) => State | undefined;

/** Changes the paths that have been added to a list since this call. */
function exitsOf(
  list: { readonly value: Value; readonly state: State }[],
  detached: (state: State) => State,
): (through: Passage) => void {
  const { length } = list;
  return (through) => {
    for (const one of list.splice(length)) {
      const state = through(one.state);
      if (state !== undefined) list.push({ ...one, state: detached(state) });
    }
  };
}

function jumpExits({ start }: JumpTarget, list: State[]): (through: Passage) => void {
  const { length } = list;
  return (through) => {
    for (const one of list.splice(length)) {
      const state = through(one);
      if (state !== undefined) list.push(state.detached(start));
    }
  };
}

/** The state in which the current call returns. */
export function returnState(run: Run, state = run.state): State {
  const { frame } = run;
  const isNeeded = frame.hasClosures || frame.finallies > 0;
  return state.detached(frame.start, isNeeded ? undefined : frame.scope);
}

/** The rest of this path never runs. The state of the jump does not change. */
export function end(run: Run): void {
  run.state = run.state.fork();
  run.state.isDead = true;
}

/** A handler can start with the state before the body, after it, or at the point where the body raises. */
function tryAndCatch(run: Run, statement: TryStatement, scope: Scope): void {
  const start = run.state;
  let between: Between = new Map();
  const caught = run.catching(() => {
    run.state = start.fork();
    between = executeBody(run, statement, start, scope);
  });
  const after = run.state;
  const ends: State[] = [];
  const begin = start.fork();
  begin.joinFrom(start, [start.fork(), after, ...caught.map(({ state }) => state)]);
  for (const [key, value] of between) begin.setVariable(key, join(begin.variable(key) ?? [], value));
  const raised = join(unknown, ...caught.map(({ value }) => value));
  const { catcher } = run;
  if (statement.handlers.length === 0)
    for (const { value, state } of caught)
      catcher?.raised.push({ value, state: state.detached(catcher.start) });
  if (!after.isDead) {
    run.state = after.fork();
    run.execute(statement.otherwise, scope);
    ends.push(run.state);
  }
  for (const handler of statement.handlers) {
    run.state = begin.fork();
    if (handler.target !== undefined) run.assign(handler.target, raised, scope, handler.target.at);
    const { handled } = run;
    run.handled = raised;
    run.execute(handler.body, scope);
    run.handled = handled;
    ends.push(run.state);
  }
  const isAllDead = ends.every(({ isDead }) => isDead);
  start.join(isAllDead ? [begin] : ends);
  run.state = start;
  run.execute(statement.finally, scope);
  if (isAllDead) end(run);
}

/** The literals and secrets that variables have between the statements of a body. */
type Between = ReadonlyMap<string, Value>;

/** Comparing states after each statement of a longer body would take too long. */
const statementsLookedAt = 32;

/**
 * Any statement can raise, so in a handler, a variable that is set several times can have any of its string
 * values, and any secret. A statement that sets a variable with a secret often hides it, so this one is not
 * expected to raise.
 */
function executeBody(run: Run, { body, handlers }: TryStatement, start: State, scope: Scope): Between {
  const between = new Map<string, Value>();
  const isHoisting = body.some((one) => one.kind === 'assign' && one.isHoisted === true);
  if (handlers.length === 0 || body.length > statementsLookedAt || isHoisting) {
    run.execute(body, scope);
    return between;
  }
  for (const statement of body) {
    if (run.state.isDead) break;
    if (mayRaise(statement))
      for (const [key, value] of run.state.changesSince(start).variables)
        if (value.every(({ kind }) => kind === 'literal'))
          between.set(key, join(between.get(key) ?? [], value));
        else if (value.some(isSecret) && !setsName(statement, key.slice(key.indexOf(':') + 1)))
          between.set(key, join(between.get(key) ?? [], value.filter(isSecret)));
    run.execute([statement], scope);
  }
  return between;
}

function setsName(statement: Statement, name: string): boolean {
  if (statement.kind !== 'assign') return false;
  return statement.targets.some((target) => target.kind === 'name' && target.name === name);
}

/** Setting a name to a literal never raises. */
function mayRaise(statement: Statement): boolean {
  if (statement.kind !== 'assign' || statement.value.kind !== 'literal') return true;
  return statement.targets.some(({ kind }) => kind !== 'name');
}
