import type { Run } from '../engine/run.ts';
import type { Limits } from './limits.ts';
import type { Atom, FunctionAtom, PassedArgument, Value } from '../engine/model.ts';
import type { SecretReference } from '../model/reference.ts';
import { nothing } from '../engine/values.ts';

/**
 * The results of calls that changed nothing, reported nothing and depend on nothing but their arguments.
 * Without this, helpers that call each other several times would be followed again for each path that leads
 * to them. A result that a limit has cut off is valid only within the call that made it, where the same limit
 * applies.
 */
export class CallMemo {
  readonly #results = new Map<string, Result>();
  readonly #numbers = new WeakMap<object, number>();
  #next = 0;

  /** Follows a call with `work`, unless the same one is known. */
  remember(
    run: Remembering,
    atom: FunctionAtom,
    passed: readonly PassedArgument[],
    work: () => Value,
  ): Value {
    const { state, limits, effects } = run;
    const key = this.#keyOf(atom, passed, state.version);
    if (key === undefined) return work();
    const known = this.#get(key, run);
    if (known !== undefined) {
      limits.isCut ||= known.cutOffIn !== undefined;
      return known.value;
    }
    const id = run.nextId();
    run.state = state.fork();
    const { result, isCut } = limits.noting(work);
    const after = run.state;
    run.state = state;
    const isPlain = result.every(isIndependent);
    if (isPlain && effects === run.effects && !after.isDead && after.isAsBefore(id)) {
      this.#results.set(key, { value: result, cutOffIn: isCut ? run.frame : undefined });
      return result;
    }
    state.join([after]);
    return result;
  }

  /**
   * A call in a state of this version. Undefined if its result depends on more than that and the arguments: on
   * objects, closures, a receiver.
   */
  #keyOf(
    { code, scope, receiver }: FunctionAtom,
    passed: readonly PassedArgument[],
    version: object,
  ): string | undefined {
    if (receiver !== undefined || scope.code !== undefined || code.isGenerator) return undefined;
    const parts = [version, scope, code].map((one) => String(this.#numberOf(one)));
    for (const { value, name, spread } of passed) {
      const atoms = value.map((atom) => this.#keyOfAtom(atom));
      if (spread !== undefined || atoms.includes(undefined)) return undefined;
      parts.push(`${name ?? ''}=${atoms.map(String).toSorted().join('|')}`);
    }
    return parts.join(',');
  }

  #get(key: string, run: Remembering): Result | undefined {
    const known = this.#results.get(key);
    return known?.cutOffIn === undefined || run.isActive(known.cutOffIn) ? known : undefined;
  }

  /** Called when another entry begins. */
  clear(): void {
    if (this.#results.size > 0) this.#results.clear();
  }

  #keyOfAtom(atom: Atom): string | undefined {
    switch (atom.kind) {
      case 'literal':
        return `l${typeof atom.value}${JSON.stringify(String(atom.value))}${this.#ofRead(atom.read)}`;
      case 'secret': {
        const { read, requires, entered, serialized, before = '' } = atom;
        if (serialized !== undefined) return undefined;
        const way = entered === undefined ? '' : this.#numberOf(entered);
        return `s${this.#numberOf(read)}${requires}${way}${JSON.stringify(before)}`;
      }
      case 'outside':
        return atom.receiver === undefined && atom.given === undefined
          ? `o${JSON.stringify(atom.path)}`
          : undefined;
      case 'unknown':
        return 'u';
      case 'object':
      case 'function':
      case 'class':
      case 'super':
        return undefined;
    }
  }

  #ofRead(read: SecretReference | undefined): string {
    return read === undefined ? '' : `r${this.#numberOf(read)}`;
  }

  #numberOf(thing: object): number {
    const known = this.#numbers.get(thing);
    if (known !== undefined) return known;
    const number = this.#next++;
    this.#numbers.set(thing, number);
    return number;
  }
}

interface Remembering extends Pick<Run, 'state' | 'frame' | 'isActive' | 'nextId'> {
  readonly limits: Limits;
  /** Counts the side effects of calls. */
  readonly effects: number;
}

interface Result {
  readonly value: Value;
  readonly cutOffIn: object | undefined;
}

/** Whether an atom can be used without the state. */
function isIndependent(atom: Atom): boolean {
  switch (atom.kind) {
    case 'literal':
    case 'unknown':
      return true;
    case 'secret':
      return atom.serialized === undefined;
    case 'outside':
      return atom.given === undefined && (atom.receiver ?? nothing).every(isIndependent);
    case 'object':
    case 'function':
    case 'class':
    case 'super':
      return false;
  }
}
