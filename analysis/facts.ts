import type { FoundDerivation, WrittenName } from './derivation.ts';
import type { Language, Surroundings } from './languages/language.ts';
import type { ProjectFiles } from './ports.ts';
import { edited, type FoundInFile, findIn, type PreviousVersion, usesIn } from './incremental/find-in.ts';
import type { SecretReference } from './reference.ts';
import { isGenerated } from './source/language-id.ts';
import type { ParsedFile } from './source/parsed-file.ts';
import { SourceFile } from './source/source-file.ts';
import type { TextChange } from './source/span.ts';
import type { SecretUse } from './uses/secret-use.ts';

/** Longer texts are no source that people wrote; they are not parsed, and nothing is found in them. */
const maximumLength = 5_000_000;

/** What is known of a file by its text and its project alone; each worked out once. */
export interface Facts {
  /** Undefined for files that are not analysed. */
  languageFor(file: FileKind): Language | undefined;
  references(file: ParsedFile, project?: ProjectFiles): readonly SecretReference[];
  uses(file: ParsedFile, project?: ProjectFiles): readonly SecretUse[];
  /** To be told of a version that `changes` made of another one: what they cannot change is kept. */
  follows(file: SourceFile, previous: SourceFile, changes: readonly TextChange[]): void;
  fieldsUsed(file: ParsedFile, reference: SecretReference): readonly string[];
  /** Undefined where the names of the language are not followed. */
  derivations(
    file: ParsedFile,
    reference: SecretReference,
    project: ProjectFiles | undefined,
  ): readonly FoundDerivation[] | undefined;
  /** Where names of a reference are written that do not stand at it. */
  writtenNames(
    file: ParsedFile,
    reference: SecretReference,
    project: ProjectFiles | undefined,
  ): readonly WrittenName[];
  surroundings(file: ParsedFile, reference: SecretReference): Surroundings;
}

const nothing: FoundInFile = {
  references: [],
  aliases: [],
  isWhole: false,
  project: undefined,
  version: undefined,
  versionBeside: undefined,
  age: 0,
};

type FileKind = Pick<ParsedFile, 'uri' | 'languageId' | 'text'>;

export function createFacts(languages: ReadonlyMap<string, Language>): Facts {
  const known = new WeakMap<ParsedFile, FoundInFile>();
  const previousVersions = new WeakMap<ParsedFile, PreviousVersion>();

  const languageFor = (file: FileKind): Language | undefined =>
    isGenerated(file.uri) || file.text.length > maximumLength ? undefined : languages.get(file.languageId);

  const find = (file: ParsedFile, project: ProjectFiles | undefined): FoundInFile => {
    const before = known.get(file);
    if (before !== undefined && before.project === project && before.version === project?.version)
      return before;
    const language = languageFor(file);
    const isReadable = language !== undefined && file instanceof SourceFile;
    const found = isReadable ? findIn(language, file, project, previousVersions.get(file)) : { ...nothing };
    known.set(file, found);
    previousVersions.delete(file);
    return found;
  };

  return {
    languageFor,
    references: (file, project) => find(file, project).references,
    uses: (file, project) => {
      const found = find(file, project);
      const language = languageFor(file);
      if (language === undefined || !(file instanceof SourceFile)) return [];
      return (found.uses ??= usesIn(language, file, found));
    },
    follows: (file, previous, changes) => {
      const found = known.get(previous);
      const version = found === undefined ? previousVersions.get(previous) : { file: previous, found };
      if (version !== undefined) previousVersions.set(file, edited(version, previous.text.length, changes));
    },
    fieldsUsed: (file, reference) =>
      file instanceof SourceFile ? (languageFor(file)?.fieldsUsed(file, reference) ?? []) : [],
    derivations: (file, reference, project) =>
      file instanceof SourceFile ? languageFor(file)?.derivations?.(file, reference, project) : undefined,
    writtenNames: (file, reference, project) =>
      (file instanceof SourceFile
        ? languageFor(file)?.writtenNames?.(file, reference, project)
        : undefined) ?? [],
    surroundings: (file, reference) =>
      (file instanceof SourceFile ? languageFor(file)?.surroundings?.(file, reference) : undefined) ?? {},
  };
}
