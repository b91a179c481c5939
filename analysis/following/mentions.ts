import type { Unit } from '../ir/ir.ts';

/** After this many searches, an index is faster. */
const questionsWithoutIndex = 8;

/** Finds the units of a module by the names that they mention. */
export class Mentions {
  readonly #units: readonly Unit[];
  #questions = 0;
  #binding: ReadonlyMap<string, readonly Unit[]> | undefined;
  #bound: ReadonlySet<string> | undefined;
  #index: ReadonlyMap<string, readonly Unit[]> | undefined;

  constructor(units: readonly Unit[]) {
    this.#units = units;
  }

  /** The names that units bind. */
  get bound(): ReadonlySet<string> {
    return (this.#bound ??= new Set(this.#units.flatMap(({ code }) => code.binds)));
  }

  /** The units that bind a name. */
  binding(name: string): readonly Unit[] {
    this.#binding ??= bindersOf(this.#units);
    return this.#binding.get(name) ?? [];
  }

  of(name: string): readonly Unit[] {
    if (++this.#questions <= questionsWithoutIndex || !this.bound.has(name))
      return this.#units.filter(({ code }) => code.words.has(name));
    this.#index ??= indexOf(this.#units, this.bound);
    return this.#index.get(name) ?? [];
  }
}

/** Only for names that units bind, because most words are not among them. */
function indexOf(units: readonly Unit[], bound: ReadonlySet<string>): ReadonlyMap<string, readonly Unit[]> {
  const index = new Map<string, Unit[]>([...bound].map((name) => [name, []]));
  for (const unit of units) for (const word of unit.code.words) index.get(word)?.push(unit);
  return index;
}

function bindersOf(units: readonly Unit[]): ReadonlyMap<string, readonly Unit[]> {
  const binders = new Map<string, Unit[]>();
  for (const unit of units)
    for (const name of unit.code.binds) {
      const known = binders.get(name);
      if (known === undefined) binders.set(name, [unit]);
      else known.push(unit);
    }
  return binders;
}
