import type { Unit, UnitCode } from '../ir/ir.ts';
import type { Library } from '../libraries/library.ts';
import { Arrivals, type Arrival } from './arrivals.ts';
import { changedParts } from './changed.ts';
import { Dependencies, otherModules, type Part } from './dependencies.ts';
import {
  followUnit,
  leave,
  stepsPerEntry,
  type Budget,
  type FollowedUnit,
  type Left,
} from './follow-unit.ts';
import { Follower } from './follower.ts';
import { keptUnit, restored, type KeptUnit } from './kept-unit.ts';
import type { ClassAtom, FunctionAtom, Module } from '../engine/model.ts';
import { loadImports } from './load-imports.ts';
import { RelevantUnits } from './relevant.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';

/** All entries of a file together can take this many steps. No file then takes longer than about a second. */
const stepsPerFile = 400_000;
const stepsPerUnit = 200;

/** Where values arrive in a module, and what a later version of the module can keep. */
export interface Followed {
  readonly arrivals: readonly Arrival[];
  /** Absent if nothing can be kept. */
  readonly kept?: {
    readonly library: Library;
    readonly snapshot: Snapshot;
    readonly units: ReadonlyMap<UnitCode, KeptUnit>;
  };
}

/**
 * Follows the values of secrets through the code of a module and returns where they arrive in this module.
 * Units that are as they were in `previous`, an earlier version of the module, are not followed again if
 * everything that they depend on is as it was, too. The result does not depend on `previous`.
 */
export function followValues(module: Module, library: Library, previous?: Followed): Followed {
  const relevant = new RelevantUnits();
  const { units } = relevant.of(module);
  if (units.size === 0) return { arrivals: [] };
  const own = new Arrivals();
  const run = new Follower(library, own);
  run.moduleScope(module);
  const entries = entriesOf(run, module, units);
  loadImports(run, module, units);
  const mentions = relevant.mentionsIn(module);
  const snapshot = snapshotOf(run, module, entries, mentions.bound);
  const dependencies = new Dependencies(snapshot, mentions);
  const kept = keptFrom(previous, library, snapshot, dependencies);
  const rounds = new Rounds(run, snapshot, dependencies, own);
  rounds.followFirst(kept);
  rounds.followSecond();
  return {
    arrivals: rounds.arrivals,
    ...(rounds.canBeKept && { kept: { library, snapshot, units: rounds.kept } }),
  };
}

function entriesOf(
  run: Follower,
  module: Module,
  units: ReadonlySet<Unit>,
): ReadonlyMap<Unit, readonly (FunctionAtom | ClassAtom)[]> {
  const entries = new Map<Unit, (FunctionAtom | ClassAtom)[]>();
  for (const unit of module.units) if (units.has(unit)) entries.set(unit, []);
  for (const made of run.created.splice(0))
    if (made.scope.module === module) entries.get(made.scope.unit)?.push(made);
  return entries;
}

/** The results of an earlier version that are still valid, by unit. */
function keptFrom(
  previous: Followed | undefined,
  library: Library,
  snapshot: Snapshot,
  dependencies: Dependencies,
): ReadonlyMap<Unit, Restored> {
  const found = new Map<Unit, Restored>();
  const before = previous?.kept;
  if (before === undefined || before.library !== library || !dependencies.isWhole) return found;
  const changed = changedParts(before.snapshot, snapshot);
  if (changed === undefined) return found;
  const affected = dependencies.affectedBy(changed);
  for (const unit of snapshot.entries.keys()) {
    const kept = affected.has(unit) ? undefined : before.units.get(unit.code);
    const arrivals = kept && restored(kept, snapshot);
    if (kept !== undefined && arrivals !== undefined) found.set(unit, { kept, arrivals });
  }
  return found;
}

interface Restored {
  readonly kept: KeptUnit;
  readonly arrivals: Arrivals;
}

/** Follows the units of a module twice, so that what some leave reaches the others. */
class Rounds {
  readonly #run: Follower;
  readonly #snapshot: Snapshot;
  readonly #dependencies: Dependencies;
  readonly #budget: Budget;
  readonly #arrivals: Arrivals;
  readonly #left: Left[] = [];
  readonly kept = new Map<UnitCode, KeptUnit>();
  /** False if units have loaded modules that others use as well. */
  canBeKept: boolean;

  constructor(run: Follower, snapshot: Snapshot, dependencies: Dependencies, own: Arrivals) {
    this.#run = run;
    this.#snapshot = snapshot;
    this.#dependencies = dependencies;
    this.#arrivals = own;
    const { module } = snapshot;
    this.#budget = { left: stepsPerFile + stepsPerUnit * module.units.length };
    this.canBeKept = !run.imports.some(({ from, to }) => from !== module && to === module);
  }

  get arrivals(): readonly Arrival[] {
    const { uri } = this.#snapshot.module;
    return this.#arrivals.all().filter(({ module }) => module.uri === uri);
  }

  followFirst(kept: ReadonlyMap<Unit, Restored>): void {
    for (const [unit, made] of this.#snapshot.entries) {
      const known = kept.get(unit);
      if (known !== undefined && this.#budget.left - known.kept.steps >= stepsPerEntry) {
        this.#budget.left -= known.kept.steps;
        this.kept.set(unit.code, known.kept);
        this.#include(known.arrivals);
      } else this.#follow(unit, made);
    }
  }

  #follow(unit: Unit, made: readonly (FunctionAtom | ClassAtom)[]): void {
    const run = this.#run;
    const { modulesLoaded } = run;
    run.imports.length = 0;
    const { arrivals, steps, left }: FollowedUnit = followUnit(run, made, run.root, this.#budget);
    this.#include(arrivals);
    if (run.modulesLoaded !== modulesLoaded) this.canBeKept = false;
    if (left !== undefined) this.#left.push(left);
    const isWhole = this.#budget.left >= stepsPerEntry;
    if (left !== undefined || !isWhole || !this.#snapshot.unique.has(unit.code)) return;
    const one = keptUnit(arrivals, steps, run.imports, this.#snapshot);
    if (one !== undefined) this.kept.set(unit.code, one);
  }

  /** Only units that may find what others have left. */
  followSecond(): void {
    if (this.#left.length === 0) return;
    const run = this.#run;
    const state = run.root.fork();
    for (const left of this.#left) leave(state, left);
    const { variables, objects } = state.changesSince(run.root);
    const affected = this.#dependencies.affectedBy(this.#partsWith(variables.keys(), objects.keys()));
    for (const [unit, made] of this.#snapshot.entries)
      if (affected.has(unit) || !this.#dependencies.isWhole)
        this.#include(followUnit(run, made, state, this.#budget).arrivals);
  }

  #partsWith(variables: Iterable<string>, objects: Iterable<number>): ReadonlySet<Part> {
    const parts = new Set<Part>();
    for (const key of variables) parts.add(this.#snapshot.nameOf(key) ?? otherModules);
    for (const id of objects)
      if (this.#run.root.object(id) !== undefined)
        for (const part of this.#dependencies.holdersOf(id)) parts.add(part);
    return parts;
  }

  #include(found: Arrivals): void {
    for (const arrival of found.all()) this.#arrivals.include(arrival);
  }
}
