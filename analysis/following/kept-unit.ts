import type { Expression, UnitCode } from '../ir/ir.ts';
import type { Span } from '../model/parsed-file.ts';
import type { SecretReference } from '../model/reference.ts';
import { Arrivals, type Arrival, type Destination } from './arrivals.ts';
import type { FollowedUnit } from './follow-unit.ts';
import type { ResolvedImport } from './follower.ts';
import type { Requirement } from '../engine/model.ts';
import type { EntryNotes, Held, HeldByUnit } from './held-values.ts';
import { readNamed } from './named-reads.ts';
import { placeOf, readFrom, type ReadPlace } from './reads.ts';
import { NameCollector } from './name-collector.ts';
import type { Snapshot } from './snapshot.ts';

/** The result of following the entries of a unit, in a form that is independent of edits elsewhere. */
export interface KeptUnit {
  readonly arrivals: readonly KeptArrival[];
  readonly names: readonly KeptName[];
  readonly notes: readonly KeptNotes[];
  readonly steps: number;
  /** The imports that have been resolved meanwhile. */
  readonly imports: readonly KeptImport[];
}

interface KeptArrival extends Omit<Destination, 'inside'> {
  /** The unit with the place. */
  readonly code: UnitCode;
  readonly at: Span;
  readonly reads: readonly KeptRead[];
  readonly inside?: KeptPlace;
}

interface KeptPlace {
  readonly uri: string;
  readonly code: UnitCode;
  readonly at: Span;
}

interface KeptRead {
  readonly place: ReadPlace;
  readonly requires: readonly Requirement[];
}

interface KeptName {
  readonly place: ReadPlace;
  readonly seen: ReadonlySet<string>;
}

/** See `EntryNotes`. */
interface KeptNotes extends Pick<EntryNotes, 'entry' | 'called' | 'others'> {
  readonly held: readonly KeptHeld[];
}

interface KeptHeld {
  /** The unit with the expression. */
  readonly code: UnitCode;
  readonly expression: Expression;
  readonly reads: readonly KeptRead[];
  readonly isOther: boolean;
}

interface KeptImport {
  readonly from: string;
  readonly name: string;
  /** The version of the file. Undefined if there is none. */
  readonly version: object | undefined;
}

/** Undefined if the result cannot be kept. */
export function keptUnit(
  { arrivals: found, names, notes, steps }: Omit<FollowedUnit, 'left'>,
  imports: readonly ResolvedImport[],
  snapshot: Snapshot,
): KeptUnit | undefined {
  const arrivals: KeptArrival[] = [];
  for (const arrival of found.all()) {
    if (arrival.module.uri !== snapshot.module.uri) continue;
    const kept = keptArrival(arrival, snapshot);
    if (kept === undefined) return undefined;
    arrivals.push(kept);
  }
  const keptNames: KeptName[] = [];
  for (const [read, seen] of names.all()) {
    const place = placeOf(read, snapshot.places);
    if (place === undefined) return undefined;
    if (place.uri !== snapshot.module.uri) continue;
    keptNames.push({ place, seen });
  }
  const keptNotes: KeptNotes[] = [];
  for (const { entry, called, others, held } of notes) {
    const all = keptHeld(held, snapshot);
    if (all === undefined) return undefined;
    keptNotes.push({ entry, called, others, held: all });
  }
  const kept = imports.map(({ from, name, to }) => ({ from: from.uri, name, version: to?.version }));
  return { arrivals, names: keptNames, notes: keptNotes, steps, imports: kept };
}

function keptArrival(
  { kind, place: { unit, at }, sink, row, reads, inside }: Arrival,
  { places, unique }: Snapshot,
): KeptArrival | undefined {
  const kept = keptReads(reads, places);
  const { code } = unit;
  if (kept === undefined || !unique.has(code)) return undefined;
  const to = inside && {
    uri: inside.module.uri,
    code: inside.place.unit.code,
    at: inside.place.at,
  };
  return { kind, code, at, sink, ...(row && { row }), reads: kept, ...(to && { inside: to }) };
}

function keptReads(
  reads: ReadonlyMap<SecretReference, ReadonlySet<Requirement>>,
  places: Snapshot['places'],
): readonly KeptRead[] | undefined {
  const kept = [...reads].flatMap(([read, kinds]) => {
    const place = placeOf(read, places);
    return place === undefined ? [] : [{ place, requires: [...kinds] }];
  });
  return kept.length < reads.size ? undefined : kept;
}

/** Without the expressions of other modules. */
function keptHeld(held: HeldByUnit, { module, places, unique }: Snapshot): readonly KeptHeld[] | undefined {
  const kept: KeptHeld[] = [];
  for (const [unit, inUnit] of held) {
    const { code } = unit;
    if (unique.get(code) !== unit) {
      if (module.units.includes(unit)) return undefined;
      continue;
    }
    for (const [expression, { reads, isOther }] of inUnit) {
      const known = keptReads(reads, places);
      if (known === undefined) return undefined;
      kept.push({ code, expression, reads: known, isOther });
    }
  }
  return kept;
}

/** Undefined if the result is no longer valid. */
export function restored(kept: KeptUnit, now: Snapshot): Omit<FollowedUnit, 'left'> | undefined {
  if (!kept.imports.every((one) => isSameImport(one, now))) return undefined;
  const arrivals = new Arrivals();
  for (const { code, at, reads, inside, ...destination } of kept.arrivals) {
    const unit = now.unique.get(code);
    if (unit === undefined) return undefined;
    const found = restoredReads(reads, now);
    const to = inside && placeIn(inside, now);
    if (found === undefined || (inside && to === undefined)) return undefined;
    const place = { unit, at };
    arrivals.include({ ...destination, module: now.module, place, reads: found, ...(to && { inside: to }) });
  }
  const names = new NameCollector();
  for (const { place, seen } of kept.names) {
    const read = readAt(place, now);
    if (read === undefined) return undefined;
    names.include(read, seen);
  }
  const notes: EntryNotes[] = [];
  for (const { entry, called, others, held } of kept.notes) {
    const all = restoredHeld(held, now);
    if (all === undefined) return undefined;
    notes.push({ entry, called, others, held: all });
  }
  return { arrivals, names, notes, steps: kept.steps };
}

function restoredReads(
  kept: readonly KeptRead[],
  now: Snapshot,
): Map<SecretReference, Set<Requirement>> | undefined {
  const reads = new Map<SecretReference, Set<Requirement>>();
  for (const { place, requires } of kept) {
    const read = readAt(place, now);
    if (read === undefined) return undefined;
    reads.set(read, new Set(requires));
  }
  return reads;
}

function restoredHeld(kept: readonly KeptHeld[], now: Snapshot): HeldByUnit | undefined {
  const held: HeldByUnit = new Map();
  for (const { code, expression, reads, isOther } of kept) {
    const unit = now.unique.get(code);
    const found = restoredReads(reads, now);
    if (unit === undefined || found === undefined) return undefined;
    const inUnit = held.get(unit) ?? new Map<Expression, Held>();
    held.set(unit, inUnit.set(expression, { reads: found, isOther }));
  }
  return held;
}

/** Undefined if the unit is gone, or occurs more than once. */
function placeIn({ uri, code, at }: KeptPlace, { modules }: Snapshot): Destination['inside'] {
  const module = modules.get(uri);
  const [unit, another] = module?.units.filter((one) => one.code === code) ?? [];
  return module && unit && !another ? { module, place: { unit, at } } : undefined;
}

function isSameImport({ from, name, version }: KeptImport, { modules }: Snapshot): boolean {
  const module = modules.get(from);
  return module !== undefined && module.imported(name)?.version === version;
}

function readAt({ uri, code, start, end, name }: ReadPlace, now: Snapshot): SecretReference | undefined {
  const module = now.modules.get(uri);
  const unit = code && now.unique.get(code);
  if (module === undefined || (code !== undefined && unit === undefined)) return undefined;
  const offset = unit?.start ?? 0;
  const found = readFrom(module, offset + start);
  if (found?.span.end !== offset + end) return undefined;
  return name === undefined ? found : readNamed(found, name);
}
