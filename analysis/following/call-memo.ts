import type { Atom, FunctionAtom, PassedArgument, Value } from '../engine/model.ts';
import type { SecretReference } from '../model/reference.ts';
import { nothing } from '../engine/values.ts';

/**
 * The results of calls that changed nothing, reported nothing and depend on nothing but their arguments. Helpers
 * that call each other several times would otherwise be followed again for each way that leads to them.
 */
export class CallMemo {
  readonly #results = new Map<string, Value>();
  readonly #numbers = new WeakMap<object, number>();
  #next = 0;

  /**
   * A call in a state of this version. Undefined if its result depends on more than that and the arguments: on
   * objects, closures, a receiver.
   */
  keyOf(
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

  get(key: string | undefined): Value | undefined {
    return key === undefined ? undefined : this.#results.get(key);
  }

  set(key: string, result: Value): void {
    this.#results.set(key, result);
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
        const { read, requires, entered, serialized } = atom;
        if (serialized !== undefined) return undefined;
        return `s${this.#numberOf(read)}${requires}${entered === undefined ? '' : this.#numberOf(entered)}`;
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

/** Whether an atom can be used without the state. */
export function isIndependent(atom: Atom): boolean {
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
