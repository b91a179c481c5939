import type { Place } from '../contracts/lsp-messages.ts';
import type { SourceText } from './model/analyzer.ts';
import type { SecretReference } from './model/reference.ts';
import { runToEnd, type InSlices } from './model/in-slices.ts';
import type { ProjectFiles } from './model/file-context.ts';
import type { FoundForwards, FoundReferences, IncrementalLanguage, Language } from './source/language.ts';
import { both, type Edit, editOf, withPatches } from './incremental/edit.ts';
import { detachedReferences, reanalyse } from './incremental/reanalyse.ts';
import type { Parts } from './source/part.ts';
import { correctionsOf, type Corrections, withCorrections } from './corrected-names.ts';
import { canBeContradicted } from './model/seen-names.ts';
import { isGenerated, isOtherLanguage } from './source/language-id.ts';
import type { ParsedFile, Span, TextChange } from './model/parsed-file.ts';
import { SourceFile } from './source/source-file.ts';
import { withoutLogged } from './uses/without-logged.ts';
import type { SilenceReason } from './model/finding.ts';
import type { HeldValue, SecretUse } from './model/secret-use.ts';

/** A longer document is not handwritten source code, so it is neither parsed nor analyzed. */
const maximumLength = 5_000_000;

/**
 * After this many edits, everything is analyzed again, so that the project has an up-to-date record of the
 * words that its files refer to.
 */
const maximumAge = 500;

/** The facts about a file that depend only on its text and its project. Each fact is computed once. */
export interface Facts {
  /** See `Analyzer.parse`. */
  parse(source: SourceText, previous?: ParsedFile, changes?: readonly TextChange[]): ParsedFile;
  /** See `Analyzer.prepare`. */
  prepare(file: ParsedFile, project: ProjectFiles | undefined): InSlices<unknown>;
  references(file: ParsedFile, project?: ProjectFiles): readonly SecretReference[];
  uses(file: ParsedFile, project?: ProjectFiles): readonly SecretUse[];
  /** The expressions of the file that have values of secrets. */
  held(file: ParsedFile, project?: ProjectFiles): readonly HeldValue[];
  /** The references that following the code cannot correct. Does not follow it. */
  certainReferences(file: ParsedFile, project?: ProjectFiles): readonly SecretReference[];
  /** See `Analyzer.follow`. */
  follow(file: ParsedFile, project: ProjectFiles | undefined): InSlices<unknown>;
  /** See `Analyzer.isFollowed`. */
  isFollowed(file: ParsedFile, project: ProjectFiles | undefined): boolean;
  /** Undefined if the document is analyzed. */
  whyNotAnalyzed(text: SourceText): SilenceReason | undefined;
  /** Called when `changes` turn one version into another. Facts that the changes cannot affect are reused. */
  follows(file: SourceFile, previous: SourceFile, changes: readonly TextChange[]): void;
  /** Returns the language's result for a file, or undefined if the file is not analyzed. */
  ask<T>(file: ParsedFile, question: (language: Language, source: SourceFile) => T): T | undefined;
}

/** The results for one version of a file and one state of its project. */
interface FoundInFile extends FoundReferences {
  readonly project: ProjectFiles | undefined;
  readonly version: number | undefined;
  /** The state of the other files. Undefined if changes to these files are not tracked. */
  readonly versionOfOthers: number | undefined;
  /** Created when the first edit arrives. */
  parts?: Parts;
  /** Computed when a name has to be checked, or with `all`. */
  forwards?: FoundForwards;
  corrections?: Corrections;
  corrected?: readonly SecretReference[];
  /** Uses and arrivals in text order. */
  all?: readonly SecretUse[];
  /** The number of edits since everything was last analyzed in full. */
  readonly age: number;
}

/** The version of a file before the edits, with the results for it. */
interface PreviousVersion {
  readonly file: SourceFile;
  readonly found: FoundInFile;
  /** The edit from `file` to the current version. */
  readonly edit: Edit;
}

const nothingFollowed: FoundForwards = { arrivals: [], held: [], names: new Map() };
const nothing: FoundReferences = { references: [], aliases: [], isWhole: false };
const unread: FoundInFile = {
  ...nothing,
  project: undefined,
  version: undefined,
  versionOfOthers: undefined,
  age: 0,
};

interface Readable {
  readonly language: Language;
  readonly source: SourceFile;
}

/**
 * `gaveUp` is called once for each place where following a name took too many steps, and `gaveUpOnValues` for each
 * file in which values were not followed everywhere.
 */
export function createFacts(
  languages: ReadonlyMap<string, Language>,
  gaveUp: (place: Place) => void = () => undefined,
  gaveUpOnValues: (uri: string) => void = () => undefined,
): Facts {
  const gaveUpAt = new Set<string>();
  const known = new WeakMap<ParsedFile, FoundInFile>();
  const previousVersions = new WeakMap<ParsedFile, PreviousVersion>();

  const whyNotAnalyzed = ({ uri, text, languageId }: SourceText): SilenceReason | undefined => {
    if (isGenerated(uri)) return 'generated';
    const isAnalyzed =
      text.length <= maximumLength && languages.has(languageId) && !isOtherLanguage({ text, languageId });
    return isAnalyzed ? undefined : 'not-analyzed';
  };

  /** Undefined if the document is not analyzed. */
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

  function* findInSlices(file: ParsedFile, project: ProjectFiles | undefined): InSlices<FoundInFile> {
    const before = known.get(file);
    if (before !== undefined && before.project === project && before.version === project?.version)
      return before;
    const at = readable(file);
    const found = at
      ? yield* findIn(at.language, at.source, project, previousVersions.get(file))
      : { ...unread };
    // If the project changed between two slices, the next request computes the result again.
    if (at && found.version !== project?.version) return found;
    known.set(file, found);
    previousVersions.delete(file);
    for (const { tooFar, span } of found.references) if (tooFar) noteTooFar(file, span);
    return found;
  }

  const find = (file: ParsedFile, project: ProjectFiles | undefined): FoundInFile =>
    runToEnd(findInSlices(file, project));

  function* forwardsInSlices(
    source: SourceFile,
    language: Language,
    found: FoundInFile,
  ): InSlices<FoundForwards> {
    const { project, version } = found;
    const work = language.follow?.(source, project, (one) => find(one, project).references);
    const forwards = work === undefined ? nothingFollowed : yield* work;
    if (forwards.isExceeded === true) gaveUpOnValues(source.uri);
    // If the project changed between two slices, parts of the result may refer to its earlier state.
    if (version === project?.version) found.forwards ??= forwards;
    return forwards;
  }

  const forwardsOf = (source: SourceFile, language: Language, found: FoundInFile): FoundForwards =>
    found.forwards ?? runToEnd(forwardsInSlices(source, language, found));

  /** The references whose names are contradicted by what arrives at them. */
  const correctionsIn = (file: ParsedFile, found: FoundInFile): Corrections => {
    if (found.corrections !== undefined) return found.corrections;
    const at = found.references.some(canBeContradicted) ? readable(file) : undefined;
    return (found.corrections = at
      ? correctionsOf(found.references, forwardsOf(at.source, at.language, found).names)
      : new Map());
  };

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
    prepare: findInSlices,
    references: (file, project) => {
      const found = find(file, project);
      const corrections = correctionsIn(file, found);
      if (corrections.size === 0) return found.references;
      return (found.corrected ??= found.references.map((one) => corrections.get(one) ?? one));
    },
    uses: (file, project) => {
      const found = find(file, project);
      const at = readable(file);
      if (at === undefined) return [];
      const { language, source } = at;
      if (found.all !== undefined) return found.all;
      const { held, arrivals } = forwardsOf(source, language, found);
      const all = withArrivals(language.uses(source, held), arrivals);
      return (found.all = withCorrections(all, correctionsIn(file, found)));
    },
    held: (file, project) => {
      const at = readable(file);
      return at === undefined ? [] : forwardsOf(at.source, at.language, find(file, project)).held;
    },
    certainReferences: (file, project) =>
      find(file, project).references.filter((one) => !canBeContradicted(one)),
    *follow(file, project) {
      const found = yield* findInSlices(file, project);
      const at = readable(file);
      if (at !== undefined && found.forwards === undefined)
        yield* forwardsInSlices(at.source, at.language, found);
    },
    isFollowed: (file, project) => {
      const found = known.get(file);
      if (found?.project !== project || found?.version !== project?.version) return false;
      return found?.forwards !== undefined || readable(file) === undefined;
    },
    ask: (file, question) => {
      const at = readable(file);
      return at && question(at.language, at.source);
    },
  };
}

/** The previous version with further changes, for a document of the given `length`. */
function edited(
  previous: Omit<PreviousVersion, 'edit'> & { readonly edit?: Edit },
  length: number,
  changes: readonly TextChange[],
): PreviousVersion {
  const edit = editOf(length, changes);
  return { ...previous, edit: previous.edit === undefined ? edit : both(previous.edit, edit) };
}

function* findIn(
  language: Language,
  file: SourceFile,
  project: ProjectFiles | undefined,
  previous: PreviousVersion | undefined,
): InSlices<FoundInFile> {
  const state = stateOf(file, project);
  const { incremental } = language;
  if (!language.mayHoldReferences(file.text)) return { ...nothing, ...state, age: 0 };
  yield* file.parse();
  if (incremental === undefined)
    return { ...nothing, references: yield* language.references(file, project), ...state, age: 0 };
  const kept = previous && keptFrom(incremental, file, project, previous, state.versionOfOthers);
  if (kept !== undefined) return kept;
  return { ...detachedReferences(yield* incremental.references(file, project)), ...state, age: 0 };
}

function withArrivals(uses: readonly SecretUse[], arrivals: readonly SecretUse[]): readonly SecretUse[] {
  if (arrivals.length === 0) return uses;
  return withoutLogged([...uses, ...arrivals]).toSorted((one, other) => one.span.start - other.span.start);
}

type State = Pick<FoundInFile, 'project' | 'version' | 'versionOfOthers'>;

function stateOf(file: SourceFile, project: ProjectFiles | undefined): State {
  const versionOfOthers = project === undefined ? 0 : project.versionOfOthers?.(file.uri);
  return { project, version: project?.version, versionOfOthers };
}

/**
 * Undefined if the result may have changed for any reason other than the edit, or if other files may refer to
 * this file.
 */
function keptFrom(
  language: IncrementalLanguage,
  file: SourceFile,
  project: ProjectFiles | undefined,
  { file: before, found, edit }: PreviousVersion,
  versionOfOthers: number | undefined,
): FoundInFile | undefined {
  const isSameState = found.project === project && found.versionOfOthers === versionOfOthers;
  if (!isSameState || versionOfOthers === undefined || !found.isWhole || found.age >= maximumAge)
    return undefined;
  if (project !== undefined && isKnownToOthers(file, project)) return undefined;
  found.parts ??= language.partsIn(before, 0, before.text.length);
  const { parts } = found;
  const next = reanalyse({ language, file, project }, { ...found, parts }, withPatches(edit, before, file));
  return next && { ...next, ...stateOf(file, project), age: found.age + 1 };
}

/** Uses the text alone: if another file of the project mentions this file, it may import it. */
function isKnownToOthers({ uri }: SourceFile, project: ProjectFiles): boolean {
  const name = /([^/]+)\.py$/.exec(uri)?.[1] ?? '__init__';
  if (name === '__init__') return true;
  for (const other of project.mentioning(name))
    if (other.uri !== uri && other.languageId === 'python') return true;
  return false;
}
