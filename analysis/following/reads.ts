import type { Unit, UnitCode } from '../ir/ir.ts';
import type { SecretReference } from '../model/reference.ts';
import { originOf } from './named-reads.ts';
import type { Module } from '../engine/model.ts';

/** Where a read is, in a form that edits elsewhere do not change. */
export interface ReadPlace {
  readonly uri: string;
  /** The unit that contains the read. Absent in other modules, which do not change. */
  readonly code?: UnitCode;
  /** Relative to the unit, if there is one. */
  readonly start: number;
  readonly end: number;
  /** The name that the call passes to the function with the read. */
  readonly name?: string;
}

/** The place of a read. Undefined if its unit is not unique. */
export function placeOf(
  read: SecretReference,
  places: ReadonlyMap<SecretReference, ReadPlace>,
): ReadPlace | undefined {
  const origin = originOf(read);
  if (origin === undefined) return places.get(read);
  const place = places.get(origin);
  const [name] = read.names;
  return place && name !== undefined ? { ...place, name } : undefined;
}

/** Whether following code has the same result with either read. */
export function isSamePlace(one: ReadPlace, other: ReadPlace): boolean {
  return (
    one.uri === other.uri &&
    one.code === other.code &&
    one.start === other.start &&
    one.end === other.end &&
    one.name === other.name
  );
}

/** The reads in a unit, in text order. */
export function readsIn({ reads }: Module, { start, code }: Unit): readonly SecretReference[] {
  const first = firstFrom(reads, start);
  let end = first;
  while ((reads[end]?.span.start ?? Infinity) <= start + code.text.length) end++;
  return first === end ? none : reads.slice(first, end);
}

/** The read that starts at an offset. */
export function readFrom({ reads }: Module, offset: number): SecretReference | undefined {
  const found = reads[firstFrom(reads, offset)];
  return found?.span.start === offset ? found : undefined;
}

const none: readonly SecretReference[] = [];

function firstFrom(reads: readonly SecretReference[], offset: number): number {
  let low = 0;
  let high = reads.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((reads[middle]?.span.start ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
