import type { Place } from '../contracts/lsp-messages.ts';
import type { SourceText } from './model/analyzer.ts';
import type { FoundDerivation, WrittenName } from './model/derivation.ts';
import { atOnce, type InTurns } from './model/in-turns.ts';
import type { CompletionSite, Language, Surroundings, TopFunction } from './source/language.ts';
import type { ProjectFiles } from './model/file-context.ts';
import { edited, type FoundInFile, findIn, type PreviousVersion, usesIn } from './incremental/find-in.ts';
import type { SecretReference } from './model/reference.ts';
import { isGenerated } from './source/language-id.ts';
import type { ParsedFile } from './model/parsed-file.ts';
import { SourceFile } from './source/source-file.ts';
import type { SilenceReason } from './model/silence.ts';
import type { Span, TextChange } from './model/span.ts';
import type { SecretUse } from './model/secret-use.ts';

/** Longer texts are not handwritten source; they are not parsed, and nothing is found in them. */
const maximumLength = 5_000_000;

/** What is known about a file from its text and project alone; each fact is computed once. */
export interface Facts {
  /** See `Analyzer.parse`. */
  parse(source: SourceText, previous?: ParsedFile, changes?: readonly TextChange[]): ParsedFile;
  /** See `Analyzer.prepare`. */
  prepare(file: ParsedFile, project: ProjectFiles | undefined): InTurns<unknown>;
  references(file: ParsedFile, project?: ProjectFiles): readonly SecretReference[];
  uses(file: ParsedFile, project?: ProjectFiles): readonly SecretUse[];
  /** Undefined if the text is analyzed. */
  whyNotAnalyzed(text: SourceText): SilenceReason | undefined;
  /** Called when `changes` turn one version into another: facts that they cannot affect are reused. */
  follows(file: SourceFile, previous: SourceFile, changes: readonly TextChange[]): void;
  completionSite(file: ParsedFile, offset: number): CompletionSite | undefined;
  /** See `Language.spelled`. */
  spelled(file: ParsedFile, content: Span, name: string): string | undefined;
  fieldsUsed(file: ParsedFile, reference: SecretReference): readonly string[];
  /** Undefined if names are not followed in this language. */
  derivations(
    file: ParsedFile,
    reference: SecretReference,
    project: ProjectFiles | undefined,
  ): readonly FoundDerivation[] | undefined;
  /** Where the names of a reference are written if not in the reference itself. */
  writtenNames(
    file: ParsedFile,
    reference: SecretReference,
    project: ProjectFiles | undefined,
  ): readonly WrittenName[];
  surroundings(file: ParsedFile, reference: SecretReference): Surroundings;
  topFunctions(file: ParsedFile): readonly TopFunction[];
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

/** A file to analyze, with the support for its language. */
interface Readable {
  readonly language: Language;
  readonly source: SourceFile;
}

/** `gaveUp` is called once for each place where following a name took too many steps. */
export function createFacts(
  languages: ReadonlyMap<string, Language>,
  gaveUp: (place: Place) => void = () => undefined,
): Facts {
  const gaveUpAt = new Set<string>();
  const known = new WeakMap<ParsedFile, FoundInFile>();
  const previousVersions = new WeakMap<ParsedFile, PreviousVersion>();

  const whyNotAnalyzed = ({ uri, text, languageId }: SourceText): SilenceReason | undefined => {
    if (isGenerated(uri)) return 'generated';
    return text.length > maximumLength || !languages.has(languageId) ? 'not-analyzed' : undefined;
  };

  /** Undefined for texts that are not analyzed. */
  const languageFor = (text: SourceText): Language | undefined =>
    whyNotAnalyzed(text) === undefined ? languages.get(text.languageId) : undefined;

  const readable = (file: ParsedFile): Readable | undefined => {
    const language = languageFor(file);
    return language !== undefined && file instanceof SourceFile ? { language, source: file } : undefined;
  };

  const noteTooFar = (file: ParsedFile, span: Span): void => {
    const place = { uri: file.uri, range: file.rangeOf(span) };
    const line = `${place.uri}:${place.range.start.line}`;
    if (gaveUpAt.has(line)) return;
    gaveUpAt.add(line);
    gaveUp(place);
  };

  function* findInTurns(file: ParsedFile, project: ProjectFiles | undefined): InTurns<FoundInFile> {
    const before = known.get(file);
    if (before !== undefined && before.project === project && before.version === project?.version)
      return before;
    const at = readable(file);
    const found = at
      ? yield* findIn(at.language, at.source, project, previousVersions.get(file))
      : { ...nothing };
    // If the project changed between two turns, the next request computes it again.
    if (at && found.version !== project?.version) return found;
    known.set(file, found);
    previousVersions.delete(file);
    for (const { tooFar, span } of found.references) if (tooFar) noteTooFar(file, span);
    return found;
  }

  const find = (file: ParsedFile, project: ProjectFiles | undefined): FoundInFile =>
    atOnce(findInTurns(file, project));

  const follows = (file: SourceFile, previous: SourceFile, changes: readonly TextChange[]): void => {
    const found = known.get(previous);
    const version = found === undefined ? previousVersions.get(previous) : { file: previous, found };
    if (version !== undefined) previousVersions.set(file, edited(version, previous.text.length, changes));
  };

  return {
    parse: (source, previous, changes) => {
      const syntax = languageFor(source);
      const canReuse = previous instanceof SourceFile && changes !== undefined;
      if (!canReuse || !previous.leadsTo(source, changes)) return new SourceFile(source, syntax);
      const file = previous.changed(source, syntax, changes);
      follows(file, previous, changes);
      return file;
    },
    whyNotAnalyzed,
    follows,
    prepare: findInTurns,
    references: (file, project) => find(file, project).references,
    uses: (file, project) => {
      const found = find(file, project);
      const at = readable(file);
      return at ? (found.uses ??= usesIn(at.language, at.source, found)) : [];
    },
    completionSite: (file, offset) => {
      const at = readable(file);
      return at?.language.completionSite(at.source, offset);
    },
    spelled: (file, content, name) => {
      const at = readable(file);
      return at?.language.spelled(at.source, content, name);
    },
    fieldsUsed: (file, reference) => {
      const at = readable(file);
      return at?.language.fieldsUsed(at.source, reference) ?? [];
    },
    derivations: (file, reference, project) => {
      const at = readable(file);
      return at?.language.derivations?.(at.source, reference, project);
    },
    writtenNames: (file, reference, project) => {
      const at = readable(file);
      return at?.language.writtenNames?.(at.source, reference, project) ?? [];
    },
    surroundings: (file, reference) => {
      const at = readable(file);
      return at?.language.surroundings?.(at.source, reference) ?? {};
    },
    topFunctions: (file) => {
      const at = readable(file);
      return at?.language.topFunctions?.(at.source) ?? [];
    },
  };
}
