import type { Unit, UnitCode } from '../ir/ir.ts';
import type { InSlices } from '../model/in-slices.ts';
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
import { type EntryNotes, heldByAll, type HeldByUnit } from './held-values.ts';
import { keptUnit, restored, type KeptUnit } from './kept-unit.ts';
import type { ClassAtom, FunctionAtom, Module } from '../engine/model.ts';
import { isSameNamed, type NamedCode } from './named-functions.ts';
import { loadImports } from './load-imports.ts';
import { RelevantUnits } from './relevant.ts';
import type { SeenNames } from '../model/seen-names.ts';
import type { NameCollector } from './name-collector.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';

/** All entries of a file together can take this many steps. No file then takes longer than about a second. */
const stepsPerFile = 400_000;
const stepsPerUnit = 200;

/** Where values arrive in a module, and what a later version of the module can keep. */
export interface Followed {
  readonly arrivals: readonly Arrival[];
  /** The expressions of this module that have values of secrets. */
  readonly held: HeldByUnit;
  /** The names with which this module reads secrets. */
  readonly names: SeenNames;
  /** True if following values exceeded the limit of steps or calls. */
  readonly isExceeded?: boolean;
  /** Absent if nothing can be kept. */
  readonly kept?: {
    readonly library: Library;
    readonly named: NamedCode;
    readonly snapshot: Snapshot;
    readonly units: ReadonlyMap<UnitCode, KeptUnit>;
  };
}

/**
 * Follows the values of secrets through the code of a module and returns where they arrive in this module.
 * Each slice covers one unit. Units that have not changed since `previous`, an earlier version of the module,
 * are not followed again if nothing that they depend on has changed. The result does not depend on
 * `previous`.
 */
export function* followValues(module: Module, library: Library, previous?: Followed): InSlices<Followed> {
  const relevant = new RelevantUnits();
  const { units } = relevant.of(module);
  if (units.size === 0) return { arrivals: [], held: new Map(), names: new Map() };
  const own = new Arrivals();
  const run = new Follower(library, own);
  run.moduleScope(module);
  run.held.end(undefined, run.entered);
  const entries = entriesOf(run, module, units);
  loadImports(run, module, units);
  const mentions = relevant.mentionsIn(module);
  const snapshot = snapshotOf(run, module, entries, mentions.bound);
  const dependencies = new Dependencies(snapshot, mentions);
  const named = run.named.code();
  const kept = keptFrom(previous, library, named, snapshot, dependencies);
  const rounds = new Rounds(run, snapshot, dependencies, own, run.names);
  yield* rounds.followFirst(kept);
  yield* rounds.followSecond();
  return {
    arrivals: rounds.arrivals,
    held: rounds.held,
    names: rounds.names,
    isExceeded: run.limits.isExceeded,
    ...(rounds.canBeKept && { kept: { library, named, snapshot, units: rounds.kept } }),
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
  named: NamedCode,
  snapshot: Snapshot,
  dependencies: Dependencies,
): ReadonlyMap<Unit, Restored> {
  const found = new Map<Unit, Restored>();
  const before = previous?.kept;
  if (before === undefined || before.library !== library || !dependencies.isWhole) return found;
  if (!isSameNamed(before.named, named)) return found;
  const changed = changedParts(before.snapshot, snapshot);
  if (changed === undefined) return found;
  const affected = dependencies.affectedBy(changed);
  for (const unit of snapshot.entries.keys()) {
    const kept = affected.has(unit) ? undefined : before.units.get(unit.code);
    const result = kept && restored(kept, snapshot);
    if (kept !== undefined && result !== undefined) found.set(unit, { kept, result });
  }
  return found;
}

interface Restored {
  readonly kept: KeptUnit;
  readonly result: Omit<FollowedUnit, 'left'>;
}

/** Follows the units of a module twice, so that the effects of some units reach the others. */
class Rounds {
  readonly #run: Follower;
  readonly #snapshot: Snapshot;
  readonly #dependencies: Dependencies;
  readonly #budget: Budget;
  readonly #arrivals: Arrivals;
  readonly #names: NameCollector;
  readonly #left: Left[] = [];
  /** By unit, and without one for the code of modules. */
  readonly #notes = new Map<Unit | undefined, readonly EntryNotes[]>();
  readonly kept = new Map<UnitCode, KeptUnit>();
  /** False if units have loaded modules that others use as well. */
  canBeKept: boolean;

  constructor(
    run: Follower,
    snapshot: Snapshot,
    dependencies: Dependencies,
    own: Arrivals,
    names: NameCollector,
  ) {
    this.#run = run;
    this.#snapshot = snapshot;
    this.#dependencies = dependencies;
    this.#arrivals = own;
    this.#notes.set(undefined, run.held.take());
    this.#names = names;
    const { module } = snapshot;
    this.#budget = { left: stepsPerFile + stepsPerUnit * module.units.length };
    this.canBeKept = !run.imports.some(({ from, to }) => from !== module && to === module);
  }

  get held(): HeldByUnit {
    return heldByAll([...this.#notes.values()].flat());
  }

  get arrivals(): readonly Arrival[] {
    const { uri } = this.#snapshot.module;
    return this.#arrivals.all().filter(({ module }) => module.uri === uri);
  }

  get names(): SeenNames {
    const { reads } = this.#snapshot.module;
    const all = this.#names.all();
    return new Map(
      reads.flatMap((read) => {
        const seen = all.get(read);
        return seen ? [[read, seen] as const] : [];
      }),
    );
  }

  *followFirst(kept: ReadonlyMap<Unit, Restored>): InSlices<void> {
    for (const [unit, made] of this.#snapshot.entries) {
      yield;
      const known = kept.get(unit);
      if (known !== undefined && this.#budget.left - known.kept.steps >= stepsPerEntry) {
        this.#budget.left -= known.kept.steps;
        this.kept.set(unit.code, known.kept);
        this.#include(unit, known.result);
      } else this.#follow(unit, made);
    }
  }

  #follow(unit: Unit, made: readonly (FunctionAtom | ClassAtom)[]): void {
    const run = this.#run;
    const { modulesLoaded } = run;
    run.imports.length = 0;
    const followed = followUnit(run, made, run.root, this.#budget);
    const { left } = followed;
    this.#include(unit, followed);
    if (run.modulesLoaded !== modulesLoaded) this.canBeKept = false;
    if (left !== undefined) this.#left.push(left);
    const isWhole = this.#budget.left >= stepsPerEntry;
    if (left !== undefined || !isWhole || !this.#snapshot.unique.has(unit.code)) return;
    const one = keptUnit(followed, run.imports, this.#snapshot);
    if (one !== undefined) this.kept.set(unit.code, one);
  }

  /** Only units that the effects of others may reach. */
  *followSecond(): InSlices<void> {
    if (this.#left.length === 0) return;
    const run = this.#run;
    const state = run.root.fork();
    for (const left of this.#left) leave(state, left, run.root);
    const { variables, objects } = state.changesSince(run.root);
    const affected = this.#dependencies.affectedBy(this.#partsWith(variables.keys(), objects.keys()));
    for (const [unit, made] of this.#snapshot.entries)
      if (affected.has(unit) || !this.#dependencies.isWhole) {
        this.#include(unit, followUnit(run, made, state, this.#budget));
        yield;
      }
  }

  #partsWith(variables: Iterable<string>, objects: Iterable<number>): ReadonlySet<Part> {
    const parts = new Set<Part>();
    for (const key of variables) parts.add(this.#snapshot.nameOf(key) ?? otherModules);
    for (const id of objects)
      if (this.#run.root.object(id) !== undefined)
        for (const part of this.#dependencies.holdersOf(id)) parts.add(part);
    return parts;
  }

  /** The second round includes everything that the first one found. */
  #include(unit: Unit, { arrivals, names, notes }: Omit<FollowedUnit, 'left'>): void {
    for (const arrival of arrivals.all()) this.#arrivals.include(arrival);
    for (const [read, seen] of names.all()) this.#names.include(read, seen);
    this.#notes.set(unit, notes);
  }
}
