import type { Dialect, FoundDerivation, SecretReference, WrittenName } from '../model/reference.ts';
import type { InSlices } from '../model/in-slices.ts';
import type { Division } from './part.ts';
import type { ProjectFiles } from '../model/file-context.ts';
import type { Span } from '../model/parsed-file.ts';
import type { SourceFile, Syntax } from './source-file.ts';
import type { HeldValue, SecretUse } from '../model/secret-use.ts';
import type { SeenNames } from '../model/seen-names.ts';

/** Spells a name as required at a place in the code. Undefined if the name cannot be written there. */
export type Spell = (name: string) => string | undefined;

/** Where a completion inserts a name: inside a string, in place of a string, or as an identifier. */
export interface CompletionTarget {
  /** The part of the name before the cursor. An insertion replaces it. */
  readonly insert: Span;
  /** The span of `insert`, extended by the part of the name after the cursor. */
  readonly replace: Span;
  readonly spell: Spell;
  /** The missing quotes to insert before (`opening`) and after (`closing`) the name. */
  readonly opening: string;
  readonly closing: string;
}

/** What can be completed at a place: a name of the given dialect, or a field of one of the given secrets. */
export type CompletionSite =
  | { readonly kind: 'name'; readonly dialect: Dialect; readonly target: CompletionTarget }
  | { readonly kind: 'field'; readonly secrets: readonly string[]; readonly target: CompletionTarget };

/** The code around a place that reads an agent secret. All parts are optional. */
export interface Surroundings {
  /** The name of the innermost enclosing function. */
  readonly functionName?: Span;
  /** The variable that the value is assigned to unchanged, if it has no type annotation yet. */
  readonly variable?: Span;
}

/** A top-level function that the platform or a user can run. */
export interface TopFunction {
  readonly name: Span;
  /** The exported name, if it differs from the name of the function. */
  readonly exportedAs?: string;
  /** The entire function, from its first decorator or `export` to the end of its body. */
  readonly definition: Span;
  readonly parameters: readonly TopParameter[];
}

/** A parameter that can be passed by name. */
export interface TopParameter {
  readonly name: string;
  /** The annotation as written. */
  readonly type?: string;
  readonly description?: string;
  /** The default value as written. Absent if the argument is required. */
  readonly default?: string;
}

/** The support for secrets in one language. No function ever throws, even for invalid source code. */
export interface Language extends Syntax {
  /**
   * A fast check of the text alone. If it returns false, `references` would find nothing, or nothing of
   * `dialect`.
   */
  mayHoldReferences(text: string, dialect?: Dialect): boolean;
  /** In text order. Each slice covers one reference. */
  references(file: SourceFile, project: ProjectFiles | undefined): InSlices<readonly SecretReference[]>;
  /** Returns what the code does with values of secrets, in text order. */
  uses(file: SourceFile, held: readonly HeldValue[]): readonly SecretUse[];
  /** Returns what can be completed at `offset`. Examines only that place, never the entire file. */
  completionSite(file: SourceFile, offset: number): CompletionSite | undefined;
  /**
   * Spells `name` for the string literal whose content is at `content`. Undefined if the name cannot be
   * written there.
   */
  spelled(file: SourceFile, content: Span, name: string): string | undefined;
  /**
   * Returns the fields that the code reads from the secret of a reference, either directly or through a
   * variable.
   */
  fieldsUsed(file: SourceFile, reference: SecretReference): readonly string[];
  /** Explains how the names of a reference were found. Absent if names are not followed. */
  derivations?(
    file: SourceFile,
    reference: SecretReference,
    project: ProjectFiles | undefined,
  ): readonly FoundDerivation[];
  /**
   * Returns where the names of a reference are written, if not in the reference itself. Absent if unknown.
   */
  writtenNames?(
    file: SourceFile,
    reference: SecretReference,
    project: ProjectFiles | undefined,
  ): readonly WrittenName[];
  /**
   * Follows values through the code of a file. `referencesOf` returns the references of any file of the project.
   * Absent if the language has no values.
   */
  follow?(
    file: SourceFile,
    project: ProjectFiles | undefined,
    referencesOf: (file: SourceFile) => readonly SecretReference[],
  ): InSlices<FoundForwards>;
  /** Absent if every edit requires a full analysis. */
  readonly incremental?: IncrementalLanguage;
  /** Absent if the language only reads settings and environment variables. */
  surroundings?(file: SourceFile, reference: SecretReference): Surroundings;
  /** Absent if the language has no callable functions. */
  topFunctions?(file: SourceFile): readonly TopFunction[];
}

/** What following the values of a file has found. */
export interface FoundForwards {
  /** Where values of secrets reach a log, the state or the model, in text order. */
  readonly arrivals: readonly SecretUse[];
  /** The expressions of the file that have values of secrets. */
  readonly held: readonly HeldValue[];
  /** The names that arrive at the file's reads, unless they are written there. */
  readonly names: SeenNames;
  /** True if values were not followed everywhere, because that takes too many steps or calls. */
  readonly isExceeded?: boolean;
}

/** References, together with the data that was used to find them. */
export interface FoundReferences {
  readonly references: readonly SecretReference[];
  /** Names that code assigns to functions that read a secret, and where it does so. */
  readonly aliases: readonly { readonly word: string; readonly at: number }[];
  /**
   * False if the search stopped early. Analyzing a part of the file may then find more than analyzing all of
   * it.
   */
  readonly isWhole: boolean;
}

/** Support for analyzing only parts of a file after an edit. */
export interface IncrementalLanguage extends Division<SourceFile> {
  /** `aliases` are defined elsewhere in the file. */
  references(
    file: SourceFile,
    project: ProjectFiles | undefined,
    aliases?: readonly string[],
    within?: readonly Span[],
  ): InSlices<FoundReferences>;
}
