import type { Module, Place, Requirement } from '../engine/model.ts';
import type { Arrival } from '../following/arrivals.ts';
import { type Followed, followValues } from '../following/follow-values.ts';
import { sourceOf } from '../engine/place.ts';
import type { Unit } from '../ir/ir.ts';
import type { Library } from '../libraries/library.ts';
import type { ProjectFiles } from '../model/file-context.ts';
import type { SecretReference } from '../model/reference.ts';
import type { SecretUse } from '../model/secret-use.ts';
import type { SourceFile } from '../source/source-file.ts';

/** What the engine needs to know about a language. */
export interface FollowedLanguage {
  readonly library: Library;
  units(file: SourceFile): readonly Unit[];
  /** The file that an import refers to. */
  imported(module: string, from: string, project: ProjectFiles): SourceFile | undefined;
}

/** The references of a file of the project. */
type ReferencesOf = (file: SourceFile) => readonly SecretReference[];

/** The last files whose results are kept until they change. */
const maximumFiles = 50;

/** Returns where values of secrets leave the code of a file: logs, the state, the model. */
export type FindArrivals = (
  file: SourceFile,
  project: ProjectFiles | undefined,
  referencesOf: ReferencesOf,
) => readonly SecretUse[];

/** Unchanged parts of a file are not followed again. The results are as if they were. */
export function createArrivals(language: FollowedLanguage): FindArrivals {
  const followed = new Map<string, Followed>();
  return (file, project, referencesOf) => {
    const previous = followed.get(file.uri);
    followed.delete(file.uri);
    if (!mayArrive(file, referencesOf(file))) return [];
    const module = moduleOf(language, file, project, referencesOf);
    const found = followValues(module, language.library, previous);
    if (found.kept !== undefined) followed.set(file.uri, found);
    const [oldest] = followed.keys();
    if (followed.size > maximumFiles && oldest !== undefined) followed.delete(oldest);
    return found.arrivals.map(useOf).toSorted((one, other) => one.span.start - other.span.start);
  };
}

/** The file as a module that knows the other modules of its project. */
function moduleOf(
  language: FollowedLanguage,
  file: SourceFile,
  project: ProjectFiles | undefined,
  referencesOf: ReferencesOf,
): Module {
  const modules = new Map<string, Module>();
  const find = (one: SourceFile): Module => {
    const known = modules.get(one.uri);
    if (known !== undefined) return known;
    const reads = referencesOf(one)
      .filter(({ dialect }) => dialect === 'agent')
      .toSorted((left, right) => left.span.start - right.span.start);
    const byStart = new Map(reads.map((read) => [read.span.start, read]));
    const module: Module = {
      uri: one.uri,
      version: one,
      units: language.units(one),
      reads,
      readAt: (argument) => readAt(byStart, argument),
      imported: (name) => {
        const other = project && language.imported(name, one.uri, project);
        return other && find(other);
      },
    };
    modules.set(one.uri, module);
    return module;
  };
  return find(file);
}

/** By the starts of names, without quotes. */
type Reads = ReadonlyMap<number, SecretReference>;

/** A quick check: without a read, a value can only come from another file. */
function mayArrive({ text }: SourceFile, references: readonly SecretReference[]): boolean {
  return references.some(({ dialect }) => dialect === 'agent') || /\b(?:import|require)\b/.test(text);
}

/** The opening quotes and the prefix of a string. */
const opening = /^\w{0,3}(?:"""|'''|["'`])/;

function readAt(reads: Reads, argument: Place): SecretReference | undefined {
  const start = argument.unit.start + argument.at.start;
  const found = reads.get(start);
  if (found !== undefined)
    return found.span.end === argument.unit.start + argument.at.end ? found : undefined;
  const quotes = reads.size === 0 ? null : opening.exec(sourceOf(argument));
  return quotes === null ? undefined : reads.get(start + quotes[0].length);
}

function useOf({ kind, place, sink, reads }: Arrival): SecretUse {
  const start = place.unit.start + place.at.start;
  const found = [...reads.keys()];
  const isRequired = (one: Requirement): boolean => [...reads.values()].some((kinds) => kinds.has(one));
  return {
    kind,
    span: { start, end: place.unit.start + place.at.end },
    mayBe: found,
    reads: found,
    sink,
    ...(!isRequired('fields') && { onlyIfText: true }),
    ...(!isRequired('text') && { onlyIfFields: true }),
  };
}
