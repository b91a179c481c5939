import type { CompletionTarget } from '../source/language.ts';
import type { FileContext, ProjectFiles } from '../model/file-context.ts';
import type { SecretReference } from '../model/reference.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import type { Say } from '../model/translator.ts';
import type { Completion } from '../model/feature-types.ts';
import { insertionAt } from './insertion.ts';

/** Names of environment variables, as far as anybody knows any. */
export interface KnownVariables {
  /** The person's environment secrets; empty when they are not known. */
  readonly secrets: readonly string[];
  /** Names that code reads. */
  readonly read: readonly string[];
}

/** The person's environment secrets, then what the code already reads elsewhere. */
export function completeVariables(
  file: ParsedFile,
  target: CompletionTarget,
  { secrets, read }: KnownVariables,
  say: Say,
): readonly Completion[] {
  const insertion = insertionAt(file, target);
  const items = (names: ReadonlySet<string>, rank: number, detail: string): readonly Completion[] =>
    [...names].toSorted().flatMap((name) => {
      const written = name === '' ? undefined : insertion(name);
      if (written === undefined) return [];
      const sortText = `${rank} ${name}`;
      return [{ label: name, kind: 'variable', detail, documentation: '', sortText, ...written }];
    });
  const known = new Set(secrets);
  const others = new Set(read.filter((name) => !known.has(name)));
  return [
    ...items(known, 0, say('your environment secret')),
    ...items(others, 1, say('environment variable')),
  ];
}

/** Variables that the files of a project read, without those of one file. */
export type VariablesInProject = (project: ProjectFiles, except: string) => readonly string[];

/** What is known where `target` is being typed. */
export function knownVariables(
  file: ParsedFile,
  target: CompletionTarget,
  { knowledge, project }: FileContext,
  references: readonly SecretReference[],
  readIn: VariablesInProject,
): KnownVariables {
  const here = references.filter(
    ({ dialect, span }) => dialect === 'environment' && span.start !== target.insert.start,
  );
  const elsewhere = project === undefined ? [] : readIn(project, file.uri);
  return {
    secrets: knowledge?.environment ?? [],
    read: [...here.flatMap(({ names }) => names), ...elsewhere],
  };
}

/** Looks at texts alone and reads each version of a file once: this is asked for while somebody types. */
export function createVariablesInProject(): VariablesInProject {
  const known = new WeakMap<ParsedFile, readonly string[]>();
  const namesIn = (file: ParsedFile): readonly string[] => {
    const names = known.get(file) ?? [...file.text.matchAll(readByName)].map(([, name = '']) => name);
    known.set(file, names);
    return names;
  };
  return (project, except) => {
    const files = new Set(['environ', 'getenv'].flatMap((word) => project.mentioning(word)));
    return [...files].filter(({ uri }) => uri !== except).flatMap(namesIn);
  };
}

/** `environ["N"]`, `environ.get("N"`, `getenv("N"`, in names as people write them for variables. */
const readByName = /\b(?:environ(?:\.(?:get|pop|setdefault))?|getenv)\s*[[(]\s*["']([A-Za-z_]\w*)["']/g;
