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
  /** The state of the other files; undefined when nobody counts their changes. */
  readonly versionBeside: number | undefined;
  /** Made when an edit comes. */
  parts?: Parts;
  uses?: readonly SecretUse[];
  /** How many edits ago everything was found anew. */
  readonly age: number;
}

/** The version of a file that edits were made in, with what was found there. */
export interface PreviousVersion {
  readonly file: SourceFile;
  readonly found: FoundInFile;
  /** From `file` to the version of now. */
  readonly edit: Edit;
}

/** Now and then everything is looked at, so that a project knows which words its files still ask for. */
const maximumAge = 500;

/** The same with further changes, of a text of `length`. */
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

/** Undefined when anything beside the edit may have changed what is found, or may lead back into the file. */
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
