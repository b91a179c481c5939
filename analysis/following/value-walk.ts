import type { Unit } from '../ir/ir.ts';
import type { Atom, ClassAtom, Contents, PassedArgument, Scope, Value } from '../engine/model.ts';
import type { State } from '../engine/state.ts';

/** Everything reachable from a value: code that may run, and objects that may be read. */
export interface Reached {
  /** Units of the module. */
  readonly units: Set<Unit>;
  readonly objects: Set<number>;
  /** Whether functions of other modules can be reached. */
  others: boolean;
}

const maximumSteps = 300_000;

/** Walks through values in the state that all entries share. */
export class ValueWalk {
  readonly #root: State;
  readonly #uri: string;
  #steps = 0;

  constructor(root: State, uri: string) {
    this.#root = root;
    this.#uri = uri;
  }

  /** False if there is too much to walk through. */
  get isWhole(): boolean {
    return this.#steps < maximumSteps;
  }

  from(values: Iterable<Value>): Reached {
    const reached: Reached = { units: new Set(), objects: new Set(), others: false };
    const scopes = new Set<number>();
    const waiting: (Atom | undefined)[] = [];
    const add = (value: Value | undefined): void => {
      if (value !== undefined) for (const atom of value) waiting.push(atom);
    };
    for (const value of values) add(value);
    for (let atom = waiting.pop(); atom !== undefined && this.isWhole; atom = waiting.pop()) {
      this.#steps++;
      if (atom.kind === 'object') this.#object(atom.id, reached, add);
      else if (atom.kind === 'function') {
        this.#scope(atom.scope, reached, scopes, add);
        add(atom.receiver);
        this.#passed(atom.given, add);
        if (atom.owner !== undefined) this.#class(atom.owner, reached, scopes, add);
      } else if (atom.kind === 'secret') add(atom.serialized);
      else if (atom.kind === 'class') this.#class(atom, reached, scopes, add);
      else if (atom.kind === 'outside') {
        add(atom.receiver);
        this.#passed(atom.given, add);
      } else if (atom.kind === 'super') {
        add(atom.receiver);
        waiting.push(atom.base);
      }
    }
    return reached;
  }

  #object(id: number, { objects }: Reached, add: (value: Value | undefined) => void): void {
    if (objects.has(id)) return;
    objects.add(id);
    const contents: Contents | undefined = this.#root.object(id);
    if (contents === undefined) return;
    for (const value of contents.entries.values()) add(value);
    add(contents.others);
    add(contents.otherKeys);
    if (contents.class !== undefined) add([contents.class]);
    this.#passed(contents.passed, add);
    add(contents.missing);
    add(contents.returned);
    add(contents.resumed);
    add(contents.reader);
    add(contents.attributesOf);
    this.#passed(contents.created, add);
  }

  #class(
    { scope, bases, statics }: ClassAtom,
    reached: Reached,
    scopes: Set<number>,
    add: (value: Value | undefined) => void,
  ): void {
    if (reached.objects.has(statics)) return;
    this.#scope(scope, reached, scopes, add);
    for (const base of bases) add(base);
    this.#object(statics, reached, add);
  }

  #passed(passed: readonly PassedArgument[] | undefined, add: (value: Value | undefined) => void): void {
    for (const { value } of passed ?? []) add(value);
  }

  #scope(scope: Scope, reached: Reached, scopes: Set<number>, add: (value: Value | undefined) => void): void {
    if (scope.module.uri === this.#uri) reached.units.add(scope.unit);
    else reached.others = true;
    for (let inner: Scope | undefined = scope; inner?.code !== undefined; inner = inner.outer) {
      if (scopes.has(inner.id)) return;
      scopes.add(inner.id);
      add(inner.receiver);
      if (inner.owner !== undefined) add([inner.owner]);
      for (const name of [...inner.code.locals, inner.code.receiver ?? ''])
        add(this.#root.variable(`${inner.id}:${name}`));
    }
  }
}
