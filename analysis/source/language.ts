import type { Dialect, FoundDerivation, SecretReference, WrittenName } from '../model/reference.ts';
import type { InSlices } from '../model/in-slices.ts';
import type { Division } from './part.ts';
import type { ProjectFiles } from '../model/file-context.ts';
import type { Span } from '../model/parsed-file.ts';
import type { SourceFile, Syntax } from './source-file.ts';
import type { SecretUse } from '../model/secret-use.ts';

/** Spells a name as the code at a place requires; undefined if it cannot be written there. */
export type Spell = (name: string) => string | undefined;

/** Where completion writes a name: inside a string, instead of one, or as an identifier. */
export interface CompletionTarget {
  /** The part of the name before the cursor, which an insertion replaces. */
  readonly insert: Span;
  /** Like `insert`, plus the part of the name after the cursor. */
  readonly replace: Span;
  readonly spell: Spell;
  /** The missing quotes to write before and after the name. */
  readonly opening: string;
  readonly closing: string;
}

/** What can be completed at a place: a name of that dialect, or a field of one of the secrets. */
export type CompletionSite =
  | { readonly kind: 'name'; readonly dialect: Dialect; readonly target: CompletionTarget }
  | { readonly kind: 'field'; readonly secrets: readonly string[]; readonly target: CompletionTarget };

/** The code around a place that reads an agent secret; all parts are optional. */
export interface Surroundings {
  /** The name of the innermost enclosing function. */
  readonly functionName?: Span;
  /** The variable that the value is assigned to unchanged, if it has no type annotation yet. */
  readonly variable?: Span;
}

/** A top-level function that a runtime can call. */
export interface TopFunction {
  readonly name: Span;
  /** The exported name, if it differs from the function's own. */
  readonly exportedAs?: string;
  /** The whole function, from its first decorator or `export` to the end of its body. */
  readonly definition: Span;
  readonly parameters: readonly TopParameter[];
}

/** A parameter that can be passed by name. */
export interface TopParameter {
  readonly name: string;
  /** The annotation as written. */
  readonly type?: string;
  readonly description?: string;
  /** The default value as written; absent if one must be passed. */
  readonly default?: string;
}

/** One language's support for secrets. Nothing in it throws, whatever the text. */
export interface Language extends Syntax {
  /** A cheap test by text alone; if false, `references` would find nothing, or nothing of `dialect`. */
  mayHoldReferences(text: string, dialect?: Dialect): boolean;
  /** In text order. Each slice covers one reference. */
  references(file: SourceFile, project: ProjectFiles | undefined): InSlices<readonly SecretReference[]>;
  /** What the code does with the values of its references, in text order. */
  uses(file: SourceFile, references: readonly SecretReference[]): readonly SecretUse[];
  /** What can be completed at `offset`; examines only that place, never the whole file. */
  completionSite(file: SourceFile, offset: number): CompletionSite | undefined;
  /**
   * `name` spelled for the string literal whose content is at `content`; undefined if it cannot be written
   * there.
   */
  spelled(file: SourceFile, content: Span, name: string): string | undefined;
  /** Fields that the code reads from the secret of a reference, directly or through a variable. */
  fieldsUsed(file: SourceFile, reference: SecretReference): readonly string[];
  /** How the names of a reference were found. Absent if names are not followed. */
  derivations?(
    file: SourceFile,
    reference: SecretReference,
    project: ProjectFiles | undefined,
  ): readonly FoundDerivation[];
  /** Where the names of a reference are written if not in the reference itself. Absent if unknown. */
  writtenNames?(
    file: SourceFile,
    reference: SecretReference,
    project: ProjectFiles | undefined,
  ): readonly WrittenName[];
  /** Absent if every edit requires a full analysis. */
  readonly incremental?: IncrementalLanguage;
  /** Absent if the language only reads settings and environment variables. */
  surroundings?(file: SourceFile, reference: SecretReference): Surroundings;
  /** Absent if the language has no callable functions. */
  topFunctions?(file: SourceFile): readonly TopFunction[];
}

/** References, with the data that was used to find them. */
export interface FoundReferences {
  readonly references: readonly SecretReference[];
  /** Names that code gives to functions that read a secret, and where. */
  readonly aliases: readonly { readonly word: string; readonly at: number }[];
  /** False if the search was cut short: analyzing a part may then find more than analyzing the whole. */
  readonly isWhole: boolean;
}

/** Language support for analyzing only parts of a file after an edit. */
export interface IncrementalLanguage extends Division<SourceFile> {
  /** `aliases` are defined elsewhere in the file. */
  references(
    file: SourceFile,
    project: ProjectFiles | undefined,
    aliases?: readonly string[],
    within?: readonly Span[],
  ): InSlices<FoundReferences>;
  /** `references` are those within the same parts. */
  uses(
    file: SourceFile,
    references: readonly SecretReference[],
    within: readonly Span[],
  ): readonly SecretUse[];
  /** Returns the references whose value the given expressions have; `references` are all of the file. */
  reads(
    file: SourceFile,
    references: readonly SecretReference[],
  ): (expression: Span) => readonly SecretReference[];
}
