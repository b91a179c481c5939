import type { Expression } from '../ir/ir.ts';
import type { Key, Value } from './model.ts';
import type { Caller, Run } from './run.ts';
import { raising } from './leaving.ts';
import { join, literal, nothing, unknown } from './values.ts';

/**
 * A promise is represented by the value that it resolves to. Only a promise that can be rejected, or that is
 * resolved later, is an object: an instance with this path.
 */
export const promisePath = 'Promise';

export interface Settled {
  readonly value: Value;
  readonly errors: Value;
  /** Errors that no `throw` has reported. */
  readonly unreported: Value;
}

/** The values that promises resolve to, and those that they are rejected with. */
export function settled(run: Run, value: Value, depth = 0): Settled {
  if (depth > 4 || !value.some((atom) => atom.kind === 'object' && run.contents(atom).path === promisePath))
    return { value, errors: nothing, unreported: nothing };
  const parts = value.map((atom): Settled => {
    if (atom.kind !== 'object' || run.contents(atom).path !== promisePath)
      return { value: [atom], errors: nothing, unreported: nothing };
    const { entries } = run.contents(atom);
    const inner = settled(run, entries.get('value') ?? nothing, depth + 1);
    const errors = join(inner.errors, entries.get('error') ?? nothing);
    const isReported = entries.get('isReported') !== undefined;
    const own = isReported ? nothing : (entries.get('error') ?? nothing);
    const isPending = inner.value.length === 0 && errors.length === 0;
    return { value: isPending ? unknown : inner.value, errors, unreported: join(inner.unreported, own) };
  });
  return {
    value: join(...parts.map((part) => part.value)),
    errors: join(...parts.map((part) => part.errors)),
    unreported: join(...parts.map((part) => part.unreported)),
  };
}

/** A promise that is rejected with these errors, which a `throw` has reported. */
export function rejectedWith(run: Run, errors: Value, isReported = true): Value {
  const entries = new Map<Key, Value>([['error', errors]]);
  if (isReported) entries.set('isReported', literal(true));
  return [run.create({ type: 'instance', path: promisePath, entries })];
}

/** `await value`: rejected promises raise the value that they are rejected with. */
export function awaited(run: Run, value: Value, expression: Expression, at: Caller): Value {
  const { value: result, errors, unreported } = settled(run, value);
  if (errors.length === 0) return result;
  if (unreported.length > 0) raising(run, unreported, expression, at.scope);
  const { catcher } = run;
  run.noteChange();
  catcher?.raised.push({ value: errors, state: run.state.detached(catcher.start) });
  if (result.length > 0) return result;
  run.state = run.state.fork();
  run.state.isDead = true;
  return unknown;
}

/** Runs `work`. If it raises, the resulting promise is rejected. */
export function attempted(run: Run, work: () => Value): Value {
  const start = run.state;
  let result = nothing;
  const raised = run.catching(() => {
    run.state = start.fork();
    result = work();
  });
  const end = run.state;
  const isDead = end.isDead;
  start.join(isDead ? raised.map(({ state }) => state) : [end]);
  if (!isDead) for (const { state } of raised) start.addObjectsOf(state);
  run.state = start;
  if (raised.length === 0) return result;
  const rejected = rejectedWith(run, join(...raised.map(({ value }) => value)));
  return isDead ? rejected : join(result, rejected);
}
