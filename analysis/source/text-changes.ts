import { TreeFragment } from '@lezer/common';
import type { Patch } from './syntax.ts';
import type { TextChange } from '../model/span.ts';

/** Reusing a tree is only correct if the changes really turn one text into the other. */
export function fits(before: string, after: string, changes: readonly TextChange[]): boolean {
  let length = before.length;
  for (const change of changes) {
    const inside = change.start >= 0 && change.length >= 0 && change.start + change.length <= length;
    if (!inside) return false;
    length += change.text.length - change.length;
  }
  return length === after.length;
}

/** The parts of the tree that can be reused after the changes, at their new positions. */
export function shifted(
  fragments: readonly TreeFragment[],
  changes: readonly TextChange[],
): readonly TreeFragment[] {
  let result = fragments;
  for (const { start, length, text } of changes) {
    const range = { fromA: start, toA: start + length, fromB: start, toB: start + text.length };
    result = TreeFragment.applyChanges(result, [range]);
  }
  return result;
}

/** The position of a patch after the changes. */
export function moved(patch: Patch | undefined, changes: readonly TextChange[]): Patch | undefined {
  if (patch === undefined) return undefined;
  let [start, end] = [patch.start, patch.start + patch.text.length];
  for (const change of changes) {
    start = movedOffset(start, change, change.start);
    end = movedOffset(end, change, change.start + change.text.length);
  }
  return { start, text: patch.text.slice(0, Math.max(0, end - start)).padEnd(end - start) };
}

/** `within`: the new position of an offset that the change overwrote. */
function movedOffset(offset: number, change: TextChange, within: number): number {
  if (offset <= change.start) return offset;
  if (offset >= change.start + change.length) return offset + change.text.length - change.length;
  return within;
}
