import type { Scope, Value } from './model.ts';
import type { FunctionCode } from '../ir/ir.ts';
import type { State } from './state.ts';

/** A call that is being followed. */
export interface Frame {
  /** The state in which the call begins. */
  readonly start: State;
  /** Absent for the code of a module. */
  readonly code: FunctionCode | undefined;
  /** The results with the states in which the function returns. */
  readonly returns: { readonly value: Value; readonly state: State }[];
  readonly yielded: Value[];
  /** How often the call has yielded. Infinite if it is unknown how many items that was. */
  yields: number;
  /** The state at the last `yield`, where a generator that never ends stays. */
  paused?: State;
  /** Whether functions have been created that can read the variables of the call. */
  hasClosures: boolean;
  /** The `finally` blocks that run before the call returns. They read its variables. */
  finallies: number;
  /** The scope of the call. */
  readonly scope: number;
  /** The loops and labelled blocks that are being followed, innermost last. */
  readonly jumps: JumpTarget[];
}

export interface JumpTarget {
  /** The state before the loop or block. */
  readonly start: State;
  readonly isLoop: boolean;
  readonly label: string | undefined;
  readonly breaks: State[];
  readonly continues: State[];
}

/** Exceptions that are raised within a `try`. */
export interface Catcher {
  /** The state before the body. */
  readonly start: State;
  readonly raised: { readonly value: Value; readonly state: State }[];
}

/** A call, or the code of a module, that begins in the state `start`. */
export function frameOf(start: State, scope?: Scope): Frame {
  return {
    start,
    scope: scope?.id ?? -1,
    code: scope?.code,
    returns: [],
    yielded: [],
    yields: 0,
    jumps: [],
    hasClosures: false,
    finallies: 0,
  };
}
