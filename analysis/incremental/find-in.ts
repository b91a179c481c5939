import type { InTurns } from '../model/in-turns.ts';
import type { FoundReferences, IncrementalLanguage, Language } from '../source/language.ts';
import type { ProjectFiles } from '../model/file-context.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { TextChange } from '../model/span.ts';
import type { SecretUse } from '../model/secret-use.ts';
import { both, type Edit, editOf, withPatch } from './edit.ts';
import type { Parts } from '../source/part.ts';
import { detachedReferences, newUses, reanalyse } from './reanalyse.ts';

/** What was found in one version of a file and in one state of its project. */
export interface FoundInFile extends FoundReferences {
  readonly project: ProjectFiles | undefined;
  readonly version: number | undefined;
  /** The state of the other files; undefined if their changes are not tracked. */
  readonly versionBeside: number | undefined;
  /** Created when an edit arrives. */
  parts?: Parts;
  uses?: readonly SecretUse[];
  /** The number of edits since everything was last analyzed in full. */
  readonly age: number;
}

/** The version of a file before the edits, with what was found in it. */
export interface PreviousVersion {
  readonly file: SourceFile;
  readonly found: FoundInFile;
  /** From `file` to the current version. */
  readonly edit: Edit;
}

/** Occasionally everything is analyzed, so that a project knows which words its files still refer to. */
const maximumAge = 500;

/** The same version with further changes, for a text of `length`. */
export function edited(
  previous: Omit<PreviousVersion, 'edit'> & { readonly edit?: Edit },
  length: number,
  changes: readonly TextChange[],
): PreviousVersion {
  const edit = editOf(length, changes);
  return { ...previous, edit: previous.edit === undefined ? edit : both(previous.edit, edit) };
}

export function* findIn(
  language: Language,
  file: SourceFile,
  project: ProjectFiles | undefined,
  previous: PreviousVersion | undefined,
): InTurns<FoundInFile> {
  const state = stateOf(file, project);
  const { incremental } = language;
  if (!language.mayHoldReferences(file.text)) return { ...nothing, ...state, age: 0 };
  if (incremental === undefined)
    return { ...nothing, references: yield* language.references(file, project), ...state, age: 0 };
  const kept = previous && keptFrom(incremental, file, project, previous, state.versionBeside);
  if (kept !== undefined) return kept;
  return { ...detachedReferences(yield* incremental.references(file, project)), ...state, age: 0 };
}

export function usesIn(language: Language, file: SourceFile, found: FoundInFile): readonly SecretUse[] {
  const { incremental } = language;
  if (found.references.length === 0) return [];
  if (incremental === undefined) return language.uses(file, found.references);
  return newUses(incremental, file, found.references, [{ start: 0, end: file.text.length }]);
}

const nothing: FoundReferences = { references: [], aliases: [], isWhole: false };

type State = Pick<FoundInFile, 'project' | 'version' | 'versionBeside'>;

function stateOf(file: SourceFile, project: ProjectFiles | undefined): State {
  const versionBeside = project === undefined ? 0 : project.versionBeside?.(file.uri);
  return { project, version: project?.version, versionBeside };
}

/** Undefined if anything other than the edit may have changed the result, or may lead back into the file. */
function keptFrom(
  language: IncrementalLanguage,
  file: SourceFile,
  project: ProjectFiles | undefined,
  { file: before, found, edit }: PreviousVersion,
  versionBeside: number | undefined,
): FoundInFile | undefined {
  const isSameState = found.project === project && found.versionBeside === versionBeside;
  if (!isSameState || versionBeside === undefined || !found.isWhole || found.age >= maximumAge)
    return undefined;
  if (project !== undefined && isKnownToOthers(file, project)) return undefined;
  found.parts ??= language.partsIn(before, 0, before.text.length);
  const { parts, uses } = found;
  const next = reanalyse({ language, file, project }, { ...found, parts, uses }, withPatch(edit, before));
  if (next === undefined) return undefined;
  const { uses: usesNow, ...rest } = next;
  return { ...rest, ...stateOf(file, project), age: found.age + 1, ...(usesNow && { uses: usesNow }) };
}

/** By text: another file of the project that mentions this one may import it. */
function isKnownToOthers({ uri }: SourceFile, project: ProjectFiles): boolean {
  const name = /([^/]+)\.py$/.exec(uri)?.[1] ?? '__init__';
  return name === '__init__' || project.mentioning(name).some((other) => other.uri !== uri);
}
