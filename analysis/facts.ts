import type { Derivation } from './derivation.ts';
import type { Language, Surroundings } from './languages/language.ts';
import type { ProjectFiles } from './ports.ts';
import type { SecretReference } from './reference.ts';
import { isGenerated } from './source/language-id.ts';
import type { ParsedFile } from './source/parsed-file.ts';
import { SourceFile } from './source/source-file.ts';
import type { SecretUse } from './uses/secret-use.ts';

/** Longer texts are no source that people wrote; they are not parsed, and nothing is found in them. */
const maximumLength = 5_000_000;

/** What is known of a file by its text and its project alone; each worked out once. */
export interface Facts {
  /** Undefined for files that are not analysed. */
  languageFor(file: FileKind): Language | undefined;
  references(file: ParsedFile, project?: ProjectFiles): readonly SecretReference[];
  uses(file: ParsedFile, project?: ProjectFiles): readonly SecretUse[];
  fieldsUsed(file: ParsedFile, reference: SecretReference): readonly string[];
  /** Undefined where the names of the language are not followed. */
  derivations(
    file: ParsedFile,
    reference: SecretReference,
    project: ProjectFiles | undefined,
  ): readonly Derivation[] | undefined;
  surroundings(file: ParsedFile, reference: SecretReference): Surroundings;
}

type FileKind = Pick<ParsedFile, 'uri' | 'languageId' | 'text'>;

interface Found {
  readonly version: number | undefined;
  readonly references: readonly SecretReference[];
  uses?: readonly SecretUse[];
}

export function createFacts(languages: ReadonlyMap<string, Language>): Facts {
  const known = new WeakMap<ParsedFile, Found>();

  const languageFor = (file: FileKind): Language | undefined =>
    isGenerated(file.uri) || file.text.length > maximumLength ? undefined : languages.get(file.languageId);

  const find = (file: ParsedFile, project: ProjectFiles | undefined): Found => {
    const before = known.get(file);
    if (before !== undefined && before.version === project?.version) return before;
    const found = { version: project?.version, references: findReferences(file, languageFor(file), project) };
    known.set(file, found);
    return found;
  };

  return {
    languageFor,
    references: (file, project) => find(file, project).references,
    uses: (file, project) => {
      const found = find(file, project);
      if (found.references.length === 0 || !(file instanceof SourceFile)) return [];
      return (found.uses ??= languageFor(file)?.uses(file, found.references) ?? []);
    },
    fieldsUsed: (file, reference) =>
      file instanceof SourceFile ? (languageFor(file)?.fieldsUsed(file, reference) ?? []) : [],
    derivations: (file, reference, project) =>
      file instanceof SourceFile ? languageFor(file)?.derivations?.(file, reference, project) : undefined,
    surroundings: (file, reference) =>
      (file instanceof SourceFile ? languageFor(file)?.surroundings?.(file, reference) : undefined) ?? {},
  };
}

function findReferences(
  file: ParsedFile,
  language: Language | undefined,
  project: ProjectFiles | undefined,
): readonly SecretReference[] {
  if (language === undefined || !(file instanceof SourceFile)) return [];
  return language.mayHoldReferences(file.text) ? language.references(file, project) : [];
}
