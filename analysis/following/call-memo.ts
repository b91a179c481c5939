import type { Atom, FunctionAtom, PassedArgument, Scope, Value } from '../engine/model.ts';
import type { FunctionCode } from '../ir/ir.ts';

/**
 * The results of calls that changed nothing, reported nothing and depend on nothing but their arguments. Helpers
 * that call each other several times would otherwise be followed again for each way that leads to them.
 */
export class CallMemo {
  readonly #results = new Map<string, Value>();
  readonly #numbers = new WeakMap<object, number>();
  #next = 0;

  /** Undefined if the result depends on more than the arguments: objects, closures, a receiver. */
  keyOf({ code, scope, receiver }: FunctionAtom, passed: readonly PassedArgument[]): string | undefined {
    if (receiver !== undefined || scope.code !== undefined || code.isGenerator) return undefined;
    const parts = [this.#numberOf(scope), this.#numberOf(code)].map(String);
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

  /** Called when something changes that functions can read without getting it as an argument. */
  clear(): void {
    if (this.#results.size > 0) this.#results.clear();
  }

  #keyOfAtom(atom: Atom): string | undefined {
    switch (atom.kind) {
      case 'literal':
        return `l${typeof atom.value}${String(atom.value)}`;
      case 'secret': {
        const { read, requires, entered, serialized } = atom;
        if (serialized !== undefined) return undefined;
        return `s${this.#numberOf(read)}${requires}${entered === undefined ? '' : this.#numberOf(entered)}`;
      }
      case 'outside':
        return atom.receiver === undefined && atom.given === undefined ? `o${atom.path}` : undefined;
      case 'unknown':
        return 'u';
      case 'object':
      case 'function':
      case 'class':
      case 'super':
        return undefined;
    }
  }

  #numberOf(thing: FunctionCode | Scope | object): number {
    const known = this.#numbers.get(thing);
    if (known !== undefined) return known;
    const number = this.#next++;
    this.#numbers.set(thing, number);
    return number;
  }
}
