import { changedPatches } from '../source/patches.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { TextChange } from '../model/parsed-file.ts';

/**
 * The unchanged parts of a text between two versions: `head` characters at the start and `tail` characters at
 * the end.
 */
export interface Edit {
  readonly head: number;
  readonly tail: number;
}

/** Several changes count as one edit that extends from the first to the last changed position. */
export function editOf(length: number, changes: readonly TextChange[]): Edit {
  let edit: Edit = { head: length, tail: length };
  let before = length;
  for (const { start, length: removed, text } of changes) {
    edit = both(edit, { head: start, tail: before - start - removed });
    before += text.length - removed;
  }
  return edit;
}

export function both(one: Edit, other: Edit): Edit {
  return { head: Math.min(one.head, other.head), tail: Math.min(one.tail, other.tail) };
}

/** Text that the parser saw differently in the two versions counts as edited. */
export function withPatches(edit: Edit, before: SourceFile, after: SourceFile): Edit {
  const patched = changedPatches(before, after);
  return patched === undefined ? edit : both(edit, patched);
}
