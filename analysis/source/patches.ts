/**
 * Text that replaces the source at `start`, only for the parser. It has the same length, so that all offsets
 * remain valid.
 */
export interface Patch {
  readonly start: number;
  readonly text: string;
}

interface PatchedText {
  readonly text: string;
  readonly patches: readonly Patch[];
}

/**
 * Compares the patches of two versions of a text. Returns how many characters at the start and at the end
 * precede and follow all patches that differ. Undefined if none differs.
 */
export function changedPatches(
  before: PatchedText,
  after: PatchedText,
): { readonly head: number; readonly tail: number } | undefined {
  const growth = after.text.length - before.text.length;
  const [old, current] = [before.patches, after.patches];
  const shortest = Math.min(old.length, current.length);
  let first = 0;
  while (first < shortest && isSame(old[first], current[first], 0)) first++;
  let last = 0;
  while (last < shortest - first && isSame(old.at(-1 - last), current.at(-1 - last), growth)) last++;
  const differing = [
    ...endsOf(old.slice(first, old.length - last), before.text.length),
    ...endsOf(current.slice(first, current.length - last), after.text.length),
  ];
  if (differing.length === 0) return undefined;
  return {
    head: Math.min(...differing.map(({ head }) => head)),
    tail: Math.min(...differing.map(({ tail }) => tail)),
  };
}

function isSame(before: Patch | undefined, after: Patch | undefined, growth: number): boolean {
  if (before === undefined || after === undefined) return false;
  return before.start + growth === after.start && before.text === after.text;
}

/** The room around all patches. Patches are in text order. */
function endsOf(
  patches: readonly Patch[],
  length: number,
): readonly { readonly head: number; readonly tail: number }[] {
  const [first, last] = [patches[0], patches.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [{ head: first.start, tail: length - last.start - last.text.length }];
}
