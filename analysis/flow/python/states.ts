import type { SyntaxNode } from '@lezer/common';
import type { Binding } from './binding.ts';

/** The bindings of a name that may apply at a place. Undefined if the place is unreachable. */
export type State = readonly Binding[] | undefined;

/** The bindings of a name in a scope that may apply at each place of that scope. */
export interface Reaching {
  readonly at: (use: SyntaxNode) => readonly Binding[];
  readonly atEnd: readonly Binding[];
}

/** Merges two paths. Returns `left` itself if the other path adds nothing new. */
export function either(left: State, right: State): State {
  if (left === undefined || left === right) return right;
  const more = right?.filter((binding) => !left.includes(binding)) ?? [];
  return more.length === 0 ? left : [...left, ...more];
}

/** The bindings that apply when an error occurs. */
export interface Raised {
  readonly state: State;
  /** The exception types that the error cannot have, because it passed their handlers. Sorted. */
  readonly passed: readonly string[];
}

/** The ways in which control can leave a statement. */
export interface Outcome {
  readonly next: State;
  readonly broken: State;
  readonly continued: State;
  readonly returned: State;
  readonly raised: readonly Raised[];
}

export const nowhere: Outcome = {
  next: undefined,
  broken: undefined,
  continued: undefined,
  returned: undefined,
  raised: [],
};

export function failing(state: State): readonly Raised[] {
  return state === undefined ? [] : [{ state, passed: [] }];
}

/** Merges two alternatives. */
export function anyOf(left: Outcome, right: Outcome): Outcome {
  if (left === nowhere) return right;
  if (right === nowhere) return left;
  return { ...after(left, right), next: either(left.next, right.next) };
}

/** Combines two outcomes that follow each other. The second one applies only if control gets there. */
export function after(first: Outcome, then: Outcome): Outcome {
  return {
    next: then.next,
    broken: either(first.broken, then.broken),
    continued: either(first.continued, then.continued),
    returned: either(first.returned, then.returned),
    raised: raisedIn(first.raised, then.raised),
  };
}

function raisedIn(left: readonly Raised[], right: readonly Raised[]): readonly Raised[] {
  if (left.length === 0 || left === right) return right;
  return right.reduce(withRaised, left);
}

function withRaised(all: readonly Raised[], one: Raised): readonly Raised[] {
  const kinds = one.passed.join();
  const at = all.findIndex(({ passed }) => passed.join() === kinds);
  const known = all[at];
  if (known === undefined) return [...all, one];
  const state = either(known.state, one.state);
  return state === known.state ? all : all.with(at, { ...known, state });
}
