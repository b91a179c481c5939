import type { Unit } from '../ir/ir.ts';
import { otherModules, type Part } from './dependencies.ts';
import type { Module, Value } from '../engine/model.ts';
import { readsIn } from './reads.ts';
import { SameValues } from './same-values.ts';
import type { Snapshot } from './snapshot.ts';

/** The parts of a module that differ from an earlier version. Undefined if nothing can be kept. */
export function changedParts(before: Snapshot, now: Snapshot): ReadonlySet<Part> | undefined {
  const changed = new Set<Part>();
  if (!haveSameOthers(before, now)) return undefined;
  const values = new SameValues(before, now);
  if (!areSameVariables(values, before.outside, now.outside) || !haveSameKinds(values, before, now))
    return undefined;
  for (const name of namesOf(before, now))
    if (!values.areSame(before.variables.get(name), now.variables.get(name))) changed.add(name);
  for (const unit of now.module.units) if (!isSameUnit(values, before, now, unit)) changed.add(unit);
  if (!areSameVariables(values, before.others, now.others)) changed.add(otherModules);
  for (const name of before.bound) if (!now.bound.has(name)) changed.add(name);
  for (const name of now.bound) if (!before.bound.has(name)) changed.add(name);
  return changed;
}

function namesOf(before: Snapshot, now: Snapshot): Iterable<string> {
  return new Set([...before.variables.keys(), ...now.variables.keys()]);
}

/** Modules may have been added to the loaded ones, or removed from them. */
function haveSameOthers(before: Snapshot, now: Snapshot): boolean {
  for (const [uri, module] of now.modules) {
    const other = before.modules.get(uri);
    if (uri === now.module.uri || other === undefined) continue;
    if (other.version !== module.version || !haveSameReads(other, module)) return false;
  }
  return true;
}

function haveSameReads(before: Module, now: Module): boolean {
  return (
    before.reads.length === now.reads.length &&
    before.reads.every(({ span, dynamic }, index) => {
      const other = now.reads[index];
      return span.start === other?.span.start && span.end === other.span.end && dynamic === other.dynamic;
    })
  );
}

function areSameVariables(
  values: SameValues,
  before: ReadonlyMap<string, Value> | undefined,
  now: ReadonlyMap<string, Value> | undefined,
): boolean {
  if (before?.size !== now?.size) return false;
  for (const [key, value] of now ?? []) if (!values.areSame(before?.get(key), value)) return false;
  return true;
}

/** What the code of modules has shown about reads. */
function haveSameKinds(values: SameValues, before: Snapshot, now: Snapshot): boolean {
  const [one, other] = [[...before.root.own.kinds], [...now.root.own.kinds]];
  return (
    one.length === other.length &&
    one.every(([read, kind], index) => {
      const [otherRead, otherKind] = other[index] ?? [];
      return otherRead !== undefined && kind === otherKind && values.isSameRead(read, otherRead);
    })
  );
}

function isSameUnit(values: SameValues, before: Snapshot, now: Snapshot, unit: Unit): boolean {
  const old = before.unique.get(unit.code);
  if (old === undefined || !now.unique.has(unit.code)) return false;
  const [reads, readsNow] = [readsIn(before.module, old), readsIn(now.module, unit)];
  if (reads.length !== readsNow.length) return false;
  const areSameReads = reads.every((read, index) => {
    const other = readsNow[index];
    return other !== undefined && values.isSameRead(read, other);
  });
  return (
    areSameReads &&
    values.areSame(before.entries.get(old), now.entries.get(unit)) &&
    areSameVariables(values, before.privates.get(old), now.privates.get(unit))
  );
}
