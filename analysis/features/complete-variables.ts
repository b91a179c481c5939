import type { CompletionTarget } from '../source/language.ts';
import type { FileContext, ProjectFiles } from '../model/file-context.ts';
import type { SecretReference } from '../model/reference.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import type { Translate } from '../../contracts/words.ts';
import type { Completion } from '../model/feature-types.ts';
import { environmentWords } from '../references/python/may-read.ts';
import { insertionAt } from './insertion.ts';

export interface KnownVariables {
  /** The user's environment secrets, or an empty list if they are unknown. */
  readonly secrets: readonly string[];
  readonly read: readonly string[];
}

/** Offers the user's environment secrets, followed by names that the code reads elsewhere. */
export function completeVariables(
  file: ParsedFile,
  target: CompletionTarget,
  { secrets, read }: KnownVariables,
  translate: Translate,
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
    ...items(known, 0, translate('your environment secret')),
    ...items(others, 1, translate('environment variable')),
  ];
}

/** Returns the variables that the files of a project read, excluding those read by one file. */
export type VariablesInProject = (project: ProjectFiles, except: string) => readonly string[];

/** Returns what is known about the position where `target` is being typed. */
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

/** Only searches text, and reads each version of a file only once, because it runs while the user types. */
export function createVariablesInProject(): VariablesInProject {
  const known = new WeakMap<ParsedFile, readonly string[]>();
  const namesIn = (file: ParsedFile): readonly string[] => {
    const names = known.get(file) ?? [...file.text.matchAll(readByName)].map(([, name = '']) => name);
    known.set(file, names);
    return names;
  };
  return (project, except) => {
    const files = new Set<ParsedFile>();
    for (const word of environmentWords) for (const file of project.mentioning(word)) files.add(file);
    return [...files]
      .filter(({ uri, languageId }) => uri !== except && languageId === 'python')
      .flatMap(namesIn);
  };
}

/** `environ["N"]`, `environ.get("N"` and `getenv("N"`, for conventional variable names. */
const readByName = /\b(?:environ(?:\.(?:get|pop|setdefault))?|getenv)\s*[[(]\s*["']([A-Za-z_]\w*)["']/g;
