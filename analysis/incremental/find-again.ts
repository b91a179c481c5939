import type { Again, FoundReferences } from '../languages/language.ts';
import type { ProjectFiles } from '../ports.ts';
import type { SecretReference } from '../reference.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Span } from '../source/span.ts';
import type { SecretUse } from '../uses/secret-use.ts';
import { changedParts } from './changed-parts.ts';
import { detached } from './detached.ts';
import type { Edit } from './edit.ts';
import type { FoundInParts } from './found.ts';
import { detachedReference, type Home, movedReference, movedUse } from './moved.ts';
import { type Zones, zonesOf } from './zones.ts';

/** A version of a file in which things are found. */
export interface Version {
  readonly again: Again;
  readonly file: SourceFile;
  readonly project: ProjectFiles | undefined;
}

/**
 * What is found in a version of a file that `edit` led to: what it cannot have changed is kept, the rest is
 * found anew. Undefined when that is all of it.
 */
export function findAgain(version: Version, before: FoundInParts, edit: Edit): FoundInParts | undefined {
  const changed = changedParts(version.again, before.parts, version.file, edit);
  const zones = zonesOf(before.parts, before.references, changed);
  if (zones === undefined) return undefined;
  const now = keptReferences(before, zones);
  const found = referencesAnew(version, before, zones);
  if (found === undefined) return undefined;
  const references = [...now.values(), ...found.references].toSorted(byStart);
  const uses = before.uses && usesAgain(version, before.uses, { zones, now, references, found });
  if (before.uses !== undefined && uses === undefined) return undefined;
  return { parts: changed.parts, references, aliases: found.aliases, isWhole: true, uses };
}

/** The same without texts of the version that it was found in. */
export function detachedReferences({ references, aliases, isWhole }: FoundReferences): FoundReferences {
  return {
    references: references.map(detachedReference),
    aliases: aliases.map(({ word, at }) => ({ word: detached(word), at })),
    isWhole,
  };
}

/** The references that stay, by what they were. */
function keptReferences(
  { references }: FoundInParts,
  zones: Zones,
): ReadonlyMap<SecretReference, SecretReference> {
  const now = new Map<SecretReference, SecretReference>();
  for (const reference of references) {
    const by = zones.moveOf(reference.span.start);
    if (by !== undefined) now.set(reference, movedReference(reference, by));
  }
  return now;
}

/** With all aliases of the file. Undefined when those are others than before: anybody may use them. */
function referencesAnew(
  { again, file, project }: Version,
  before: FoundInParts,
  zones: Zones,
): FoundReferences | undefined {
  const keptAliases = before.aliases.flatMap(({ word, at }) => {
    const by = zones.moveOf(at);
    return by === undefined ? [] : [{ word, at: at + by }];
  });
  const found = detachedReferences(again.references(file, project, wordsOf(keptAliases), zones.anew));
  const aliases = [...keptAliases, ...found.aliases];
  const areSame = wordsOf(aliases).join('\n') === wordsOf(before.aliases).join('\n');
  return found.isWhole && areSame ? { ...found, aliases } : undefined;
}

function wordsOf(aliases: FoundReferences['aliases']): readonly string[] {
  return [...new Set(aliases.map(({ word }) => word))].toSorted();
}

interface Kept {
  readonly zones: Zones;
  readonly now: ReadonlyMap<SecretReference, SecretReference>;
  /** All of the file. */
  readonly references: readonly SecretReference[];
  /** Those that were found anew. */
  readonly found: FoundReferences;
}

function usesAgain(
  { again, file }: Version,
  before: readonly SecretUse[],
  { zones, now, references, found }: Kept,
): readonly SecretUse[] | undefined {
  const read = again.reads(file, references);
  const home: Home = {
    moveOf: (offset) => zones.moveOf(offset),
    referenceNow: (one) => now.get(one),
    read,
    keep: (text) => text,
  };
  const uses: SecretUse[] = [];
  for (const use of before) {
    // A field may be named elsewhere than where it is read.
    if (zones.moveOf(use.late?.expression.start ?? use.span.start) === undefined) continue;
    const moved = movedUse(use, home);
    if (moved === undefined) return undefined;
    uses.push(moved);
  }
  return [...uses, ...usesAnew(again, file, found.references, zones.anew, read)].toSorted(byStart);
}

/** Without texts of the version that they were found in. */
export function usesAnew(
  again: Again,
  file: SourceFile,
  references: readonly SecretReference[],
  within: readonly Span[],
  read = again.reads(file, references),
): readonly SecretUse[] {
  const home: Home = { moveOf: () => 0, referenceNow: (one) => one, read, keep: detached };
  return again.uses(file, references, within).flatMap((use) => movedUse(use, home) ?? []);
}

function byStart(one: { readonly span: Span }, other: { readonly span: Span }): number {
  return one.span.start - other.span.start;
}
