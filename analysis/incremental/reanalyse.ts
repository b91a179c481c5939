import { runToEnd } from '../model/in-slices.ts';
import type { FoundReferences, IncrementalLanguage } from '../source/language.ts';
import type { ProjectFiles } from '../model/file-context.ts';
import type { SecretReference } from '../model/reference.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Span } from '../model/parsed-file.ts';
import { changedParts } from './changed-parts.ts';
import { detached, detachedReference, movedReference } from './moved.ts';
import type { Edit } from './edit.ts';
import { type Zones, zonesOf } from './zones.ts';
import type { Parts } from '../source/part.ts';

/** The results for one version of a file, without references that would keep that version in memory. */
interface FoundInParts extends FoundReferences {
  readonly parts: Parts;
}

export interface EditedFile {
  readonly language: IncrementalLanguage;
  readonly file: SourceFile;
  readonly project: ProjectFiles | undefined;
}

/**
 * Returns the results for the file version after `edit`. Results that the edit cannot have changed are kept,
 * and the rest is analyzed again. Undefined if everything must be analyzed again.
 */
export function reanalyse(edited: EditedFile, before: FoundInParts, edit: Edit): FoundInParts | undefined {
  const changed = changedParts(edited.language, before.parts, edited.file, edit);
  const zones = zonesOf(before.parts, before.references, changed);
  if (zones === undefined) return undefined;
  const kept = keptReferences(before, zones);
  const fresh = newReferences(edited, before, zones);
  if (fresh === undefined) return undefined;
  const references = [...kept.values(), ...fresh.references].toSorted(byStart);
  return { parts: changed.parts, references, aliases: fresh.aliases, isWhole: true };
}

/** Returns the same references without strings that keep their version in memory. */
export function detachedReferences({ references, aliases, isWhole }: FoundReferences): FoundReferences {
  return {
    references: references.map(detachedReference),
    aliases: aliases.map(({ word, at }) => ({ word: detached(word), at })),
    isWhole,
  };
}

/** Returns the references that stay, keyed by their previous version. */
function keptReferences(
  { references }: FoundInParts,
  zones: Zones,
): ReadonlyMap<SecretReference, SecretReference> {
  const kept = new Map<SecretReference, SecretReference>();
  for (const reference of references) {
    const by = zones.moveOf(reference.span.start);
    if (by !== undefined) kept.set(reference, movedReference(reference, by));
  }
  return kept;
}

/**
 * The result includes all aliases in the file. Undefined if the aliases changed, because any part may use
 * them.
 */
function newReferences(
  { language, file, project }: EditedFile,
  before: FoundInParts,
  zones: Zones,
): FoundReferences | undefined {
  const keptAliases = before.aliases.flatMap(({ word, at }) => {
    const by = zones.moveOf(at);
    return by === undefined ? [] : [{ word, at: at + by }];
  });
  const found = detachedReferences(
    runToEnd(language.references(file, project, wordsOf(keptAliases), zones.stale)),
  );
  const aliases = [...keptAliases, ...found.aliases];
  const areSame = wordsOf(aliases).join('\n') === wordsOf(before.aliases).join('\n');
  return found.isWhole && areSame ? { ...found, aliases } : undefined;
}

function wordsOf(aliases: FoundReferences['aliases']): readonly string[] {
  return [...new Set(aliases.map(({ word }) => word))].toSorted();
}

function byStart(one: { readonly span: Span }, other: { readonly span: Span }): number {
  return one.span.start - other.span.start;
}
