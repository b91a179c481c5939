import type { Again, FoundReferences, Language } from '../languages/language.ts';
import type { ProjectFiles } from '../ports.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { TextChange } from '../source/span.ts';
import type { SecretUse } from '../uses/secret-use.ts';
import { both, type Edit, editOf, withPatch } from './edit.ts';
import { detachedReferences, findAgain, usesAnew } from './find-again.ts';
import type { Parts } from './part.ts';

/** What was found in one version of a file and in one state of its project. */
export interface Found extends FoundReferences {
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

/** Where a version of a file comes from. */
export interface Origin {
  readonly file: SourceFile;
  readonly found: Found;
  /** From `file` to now. */
  readonly edit: Edit;
}

/** Now and then everything is looked at, so that a project knows which words its files still ask for. */
const mostAge = 500;

/** The same origin after further changes of a text of `length`. */
export function continued(
  origin: Omit<Origin, 'edit'> & { readonly edit?: Edit },
  length: number,
  changes: readonly TextChange[],
): Origin {
  const edit = editOf(length, changes);
  return { ...origin, edit: origin.edit === undefined ? edit : both(origin.edit, edit) };
}

export function findIn(
  language: Language,
  file: SourceFile,
  project: ProjectFiles | undefined,
  origin: Origin | undefined,
): Found {
  const state = stateOf(file, project);
  const { again } = language;
  if (!language.mayHoldReferences(file.text)) return { ...nothing, ...state, age: 0 };
  if (again === undefined)
    return { ...nothing, references: language.references(file, project), ...state, age: 0 };
  const kept = origin && keptFrom(again, file, project, origin, state.versionBeside);
  return kept ?? { ...detachedReferences(again.references(file, project)), ...state, age: 0 };
}

export function usesIn(language: Language, file: SourceFile, found: Found): readonly SecretUse[] {
  const { again } = language;
  if (found.references.length === 0) return [];
  if (again === undefined) return language.uses(file, found.references);
  return usesAnew(again, file, found.references, [{ start: 0, end: file.text.length }]);
}

const nothing: FoundReferences = { references: [], aliases: [], isWhole: false };

type State = Pick<Found, 'project' | 'version' | 'versionBeside'>;

function stateOf(file: SourceFile, project: ProjectFiles | undefined): State {
  const versionBeside = project === undefined ? 0 : project.versionBeside?.(file.uri);
  return { project, version: project?.version, versionBeside };
}

/** Undefined when anything beside the edit may have changed what is found, or may lead back into the file. */
function keptFrom(
  again: Again,
  file: SourceFile,
  project: ProjectFiles | undefined,
  { file: before, found, edit }: Origin,
  versionBeside: number | undefined,
): Found | undefined {
  const isSameState = found.project === project && found.versionBeside === versionBeside;
  if (!isSameState || versionBeside === undefined || !found.isWhole || found.age >= mostAge) return undefined;
  if (project !== undefined && isKnownToOthers(file, project)) return undefined;
  found.parts ??= again.partsIn(before, 0, before.text.length);
  const { parts, uses } = found;
  const next = findAgain({ again, file, project }, { ...found, parts, uses }, withPatch(edit, before));
  if (next === undefined) return undefined;
  const { uses: usesNow, ...rest } = next;
  return { ...rest, ...stateOf(file, project), age: found.age + 1, ...(usesNow && { uses: usesNow }) };
}

/** By text: another file of the project that mentions this one may import it. */
function isKnownToOthers({ uri }: SourceFile, project: ProjectFiles): boolean {
  const name = /([^/]+)\.py$/.exec(uri)?.[1] ?? '__init__';
  return name === '__init__' || project.mentioning(name).some((other) => other.uri !== uri);
}
