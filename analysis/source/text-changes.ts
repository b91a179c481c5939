import { TreeFragment } from '@lezer/common';
import type { Patch } from './syntax.ts';
import type { TextChange } from '../model/span.ts';

/** A reused tree is only right if the changes really lead from one text to the other. */
export function fits(before: string, after: string, changes: readonly TextChange[]): boolean {
  let length = before.length;
  for (const change of changes) {
    const inside = change.start >= 0 && change.length >= 0 && change.start + change.length <= length;
    if (!inside) return false;
    length += change.text.length - change.length;
  }
  return length === after.length;
}

/** What of the tree can still be used after the changes, and where it is then. */
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

/** Where the text under a patch stands after the changes. */
export function moved(patch: Patch | undefined, changes: readonly TextChange[]): Patch | undefined {
  if (patch === undefined) return undefined;
  let [start, end] = [patch.start, patch.start + patch.text.length];
  for (const change of changes) {
    start = movedOffset(start, change, change.start);
    end = movedOffset(end, change, change.start + change.text.length);
  }
  return { start, text: patch.text.slice(0, Math.max(0, end - start)).padEnd(end - start) };
}

/** `within`: where an offset goes that the change overwrote. */
function movedOffset(offset: number, change: TextChange, within: number): number {
  if (offset <= change.start) return offset;
  if (offset >= change.start + change.length) return offset + change.text.length - change.length;
  return within;
}
