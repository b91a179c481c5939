import { Arrivals } from './arrivals.ts';
import { call } from '../engine/calls.ts';
import type { Follower } from './follower.ts';
import type { ClassAtom, Contents, FunctionAtom, Value } from '../engine/model.ts';
import type { FunctionCode } from '../ir/ir.ts';
import type { EntryNotes } from './held-values.ts';
import { NameCollector } from './name-collector.ts';
import type { State } from '../engine/state.ts';
import { join, unknown } from '../engine/values.ts';

/** Far more than functions need, but only a few milliseconds of work. */
export const stepsPerEntry = 20_000;

/** The steps that may still be taken in a file. */
export interface Budget {
  left: number;
}

/** What following the entries of a unit has found. */
export interface FollowedUnit {
  readonly arrivals: Arrivals;
  readonly names: NameCollector;
  readonly notes: readonly EntryNotes[];
  readonly steps: number;
  /** The changes that it leaves for other units. */
  readonly left: Left | undefined;
}

/** The changes in a shared state. */
export interface Left {
  readonly variables: ReadonlyMap<string, Value>;
  readonly objects: ReadonlyMap<number, Contents>;
}

/** Follows the functions of a unit, each of which can be called from elsewhere, beginning in the state `shared`. */
export function followUnit(
  run: Follower,
  made: readonly (FunctionAtom | ClassAtom)[],
  shared: State,
  budget: Budget,
): FollowedUnit {
  const before = budget.left;
  run.arrivals = new Arrivals();
  run.names = new NameCollector();
  run.limits.isCut = false;
  const entries = new UnitEntries(run, made, shared.fork(), budget);
  // In a second round, changes that methods made to their instance reach the other methods.
  if (entries.followAll()) {
    run.held.take();
    entries.followAll();
  }
  const notes = run.held.take();
  const { arrivals, names } = run;
  const left = leftIn(entries.state, shared);
  return { arrivals, names, notes, steps: before - budget.left, left };
}

class UnitEntries {
  readonly #run: Follower;
  readonly #made: readonly (FunctionAtom | ClassAtom)[];
  /** What all entries of the unit share. */
  readonly state: State;
  readonly #budget: Budget;
  readonly #instances = new Map<ClassAtom, Value>();

  constructor(run: Follower, made: readonly (FunctionAtom | ClassAtom)[], state: State, budget: Budget) {
    this.#run = run;
    this.#made = made;
    this.state = state;
    this.#budget = budget;
  }

  /** Returns whether functions have left anything for other functions of the unit. */
  followAll(): boolean {
    const left: Left[] = [];
    const { state } = this;
    for (const made of this.#made)
      for (const entry of this.#entriesOf(made)) {
        this.#follow(entry);
        const one = leftIn(this.#run.state, state);
        if (one !== undefined) left.push(one);
      }
    const after = state.fork();
    for (const one of left) leave(after, one, state);
    state.join([after]);
    return left.length > 0;
  }

  #entriesOf(made: FunctionAtom | ClassAtom): readonly FunctionAtom[] {
    if (made.kind === 'function') return [made];
    return made.code.methods.map((code): FunctionAtom => {
      const method: FunctionAtom = { kind: 'function', code, scope: made.scope, owner: made };
      if (code.role === 'static') return method;
      return { ...method, receiver: code.role === 'class' ? [made] : this.#instanceOf(made) };
    });
  }

  /** The instance whose methods are followed, after its constructor. */
  #instanceOf(made: ClassAtom): Value {
    const known = this.#instances.get(made);
    if (known !== undefined) return known;
    const run = this.#run;
    const place = { unit: made.scope.unit, at: made.code.at };
    const constructor = made.code.methods.find(({ role }) => role === 'constructor');
    let instance: Value = unknown;
    run.entered.clear();
    this.#begin(constructor, () => {
      run.enterState(this.state, () => {
        instance = call(run, [made], [], { scope: made.scope, place });
      });
    });
    this.#instances.set(made, instance);
    return instance;
  }

  /** Follows a function, and the functions within it that nothing calls. */
  #follow(entry: FunctionAtom): void {
    const run = this.#run;
    const waiting = [entry];
    run.state = this.state.fork();
    run.created.length = 0;
    const followed = new Set<FunctionAtom['code']>();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (followed.has(next.code)) continue;
      followed.add(next.code);
      run.entered.clear();
      const { scope, code } = next;
      const atom = next;
      this.#begin(code, () => call(run, [atom], [], { scope, place: { unit: scope.unit, at: code.at } }));
      run.state.isDead = false;
      for (const made of run.created.splice(0))
        if (
          made.kind === 'function' &&
          made.scope.module === entry.scope.module &&
          !run.entered.has(made.code)
        )
          waiting.push(made);
    }
  }

  #begin(entry: FunctionCode | undefined, work: () => unknown): void {
    const run = this.#run;
    const steps = Math.min(stepsPerEntry, this.#budget.left);
    if (steps <= 0) {
      run.limits.isCut = true;
      run.limits.isExceeded = true;
      return;
    }
    run.base = this.state;
    run.begin(steps);
    work();
    run.held.end(entry, run.entered, run.limits.stepsLeft > 0);
    this.#budget.left -= steps - run.limits.stepsLeft;
  }
}

/** Variables and objects that existed before and have changed. */
function leftIn(state: State, shared: State): Left | undefined {
  const { variables, objects } = state.changesSince(shared);
  const changed = [...variables].filter(([key, value]) => {
    const before = shared.variable(key);
    return (
      before !== undefined &&
      before !== value &&
      value.some(({ kind }) => kind === 'secret' || kind === 'object' || kind === 'function')
    );
  });
  const isChanged = changed.length > 0 || [...objects.keys()].some((id) => shared.object(id) !== undefined);
  return isChanged ? { variables: new Map(changed), objects } : undefined;
}

/** The variables and objects may also be unchanged from `base`, from which `state` was forked. */
export function leave(state: State, { variables, objects }: Left, base: State): void {
  for (const [key, value] of variables) state.setVariable(key, join(state.variable(key) ?? [], value));
  state.joinObjects(objects, base);
}
