import type { Unit } from '../ir/ir.ts';
import type { Mentions } from './mentions.ts';
import type { Module, Value } from '../engine/model.ts';
import { type Reached, ValueWalk } from './value-walk.ts';
import type { Snapshot } from './snapshot.ts';

/** A variable of the module, a unit, or all other modules together. */
export type Part = string | Unit | typeof otherModules;

export const otherModules = Symbol('the other modules');

/**
 * Which parts of a module depend on which: a unit on the names that it mentions, and a name on the units and
 * objects that its value reaches.
 */
export class Dependencies {
  readonly #mentions: Mentions;
  readonly #byUnit = new Map<Unit, Part[]>();
  readonly #byObject = new Map<number, Part[]>();
  /** The parts that reach other modules. */
  readonly #onOthers: Part[] = [];
  readonly #module: Module;
  readonly #walk: ValueWalk;

  constructor({ module, root, entries, variables, privates, others }: Snapshot, mentions: Mentions) {
    this.#mentions = mentions;
    this.#module = module;
    this.#walk = new ValueWalk(root, module.uri);
    for (const [name, value] of variables) this.#addValue(name, value);
    for (const [unit, own] of privates) this.#add(unit, own.values());
    for (const [unit, made] of entries) this.#addValue(unit, made);
    this.#add(otherModules, others.values());
  }

  /** False if there are too many to find all of them. */
  get isWhole(): boolean {
    return this.#walk.isWhole;
  }

  /** The parts that these depend on, and those that depend on them. */
  affectedBy(changed: Iterable<Part>): ReadonlySet<Part> {
    const affected = new Set(changed);
    // Iteration over a set includes items that are added in the meantime.
    for (const part of affected) {
      if (typeof part === 'string') for (const unit of this.#mentions.of(part)) affected.add(unit);
      else if (typeof part === 'symbol') for (const one of this.#onOthers) affected.add(one);
      else for (const one of this.#byUnit.get(part) ?? []) affected.add(one);
    }
    return affected;
  }

  /** The parts whose values reach an object. */
  holdersOf(id: number): readonly Part[] {
    return this.#byObject.get(id) ?? [otherModules];
  }

  #addValue(part: Part, value: Value): void {
    const unit = this.#unitOf(value);
    if (unit === undefined) this.#add(part, [value]);
    else if (unit !== part) push(this.#byUnit, unit, part);
  }

  /** The unit of a single function without captured state. Most names refer to such a unit. */
  #unitOf([atom, another]: Value): Unit | undefined {
    if (atom?.kind !== 'function' || another !== undefined) return undefined;
    const { scope, receiver, owner, given } = atom;
    const isPlain = receiver === undefined && owner === undefined && given === undefined;
    return isPlain && scope.code === undefined && scope.module === this.#module ? scope.unit : undefined;
  }

  #add(part: Part, values: Iterable<Value>): void {
    const { units, objects, others }: Reached = this.#walk.from(values);
    for (const one of units) if (one !== part) push(this.#byUnit, one, part);
    for (const id of objects) push(this.#byObject, id, part);
    if (others && part !== otherModules) this.#onOthers.push(part);
  }
}

function push<K>(map: Map<K, Part[]>, key: K, part: Part): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [part]);
  else known.push(part);
}
