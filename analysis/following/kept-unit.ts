import type { Sentence } from '../../contracts/words.ts';
import type { UnitCode } from '../ir/ir.ts';
import type { SinkKind } from '../libraries/library.ts';
import type { Span } from '../model/parsed-file.ts';
import type { SecretReference } from '../model/reference.ts';
import { Arrivals, type Arrival } from './arrivals.ts';
import type { ResolvedImport } from './follower.ts';
import type { Requirement } from '../engine/model.ts';
import { readNamed } from './named-reads.ts';
import { placeOf, readFrom, type ReadPlace } from './reads.ts';
import type { Snapshot } from './snapshot.ts';

/** What following the entries of a unit has found, in a form that edits elsewhere do not change. */
export interface KeptUnit {
  readonly arrivals: readonly KeptArrival[];
  readonly steps: number;
  /** The imports that have been resolved meanwhile. */
  readonly imports: readonly KeptImport[];
}

interface KeptArrival {
  readonly kind: SinkKind;
  /** The unit with the place. */
  readonly code: UnitCode;
  readonly at: Span;
  readonly sink: string | Sentence;
  readonly reads: readonly { readonly place: ReadPlace; readonly requires: readonly Requirement[] }[];
}

interface KeptImport {
  readonly from: string;
  readonly name: string;
  /** The version of the file. Undefined if there is none. */
  readonly version: object | undefined;
}

/** Undefined if the result cannot be kept. */
export function keptUnit(
  found: Arrivals,
  steps: number,
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
  const kept = imports.map(({ from, name, to }) => ({ from: from.uri, name, version: to?.version }));
  return { arrivals, steps, imports: kept };
}

function keptArrival(
  { kind, place: { unit, at }, sink, reads }: Arrival,
  { places, unique }: Snapshot,
): KeptArrival | undefined {
  const kept = [...reads].flatMap(([read, kinds]) => {
    const place = placeOf(read, places);
    return place === undefined ? [] : [{ place, requires: [...kinds] }];
  });
  const { code } = unit;
  return kept.length === reads.size && unique.has(code) ? { kind, code, at, sink, reads: kept } : undefined;
}

/** Undefined if the result is no longer valid. */
export function restored(kept: KeptUnit, now: Snapshot): Arrivals | undefined {
  if (!kept.imports.every((one) => isSameImport(one, now))) return undefined;
  const arrivals = new Arrivals();
  for (const { kind, code, at, sink, reads } of kept.arrivals) {
    const unit = now.unique.get(code);
    if (unit === undefined) return undefined;
    const found = new Map<SecretReference, Set<Requirement>>();
    for (const { place, requires } of reads) {
      const read = readAt(place, now);
      if (read === undefined) return undefined;
      found.set(read, new Set(requires));
    }
    arrivals.include({ kind, module: now.module, place: { unit, at }, sink, reads: found });
  }
  return arrivals;
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
