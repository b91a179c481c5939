import type { FoundDerivation, WrittenName } from '../model/derivation.ts';
import type { InTurns } from '../model/in-turns.ts';
import type { Division } from './part.ts';
import type { ProjectFiles } from '../model/file-context.ts';
import type { Span } from '../model/span.ts';
import type { Dialect, SecretReference } from '../model/reference.ts';
import type { SourceFile } from './source-file.ts';
import type { Syntax } from './syntax.ts';
import type { SecretUse } from '../model/secret-use.ts';

/** A name as the code at a place spells it; undefined where it cannot be spelled there. */
export type Spell = (name: string) => string | undefined;

/** Where completion writes a name: in a string, in place of one, or as an identifier. */
export interface CompletionTarget {
  /** What is typed of the name before the cursor. An insertion replaces only that. */
  readonly insert: Span;
  /** The same, and what follows the cursor of it. */
  readonly replace: Span;
  readonly spell: Spell;
  /** To write before and after the name: the quotes that are missing. */
  readonly opening: string;
  readonly closing: string;
}

/** What belongs at a place: a name of that dialect, or a field of one of the secrets. */
export type CompletionSite =
  | { readonly kind: 'name'; readonly dialect: Dialect; readonly target: CompletionTarget }
  | { readonly kind: 'field'; readonly secrets: readonly string[]; readonly target: CompletionTarget };

/** What stands around a place that reads an agent secret, as far as there is any. */
export interface Surroundings {
  /** The name of the innermost function that the place is in. */
  readonly functionName?: Span;
  /** What the value is assigned to as it is, when no type stands there yet. */
  readonly variable?: Span;
}

/** A function at the top of a file that a runtime can call. */
export interface TopFunction {
  readonly name: Span;
  /** Under which others find it, if that is not its name. */
  readonly exportedAs?: string;
  /** All of it, from its first decorator or `export` to the end of its body. */
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

/** One language, as far as secrets are concerned. Nothing in it throws, whatever the text. */
export interface Language extends Syntax {
  /** A cheap test by text alone; false means that `references` would find nothing, or nothing of `dialect`. */
  mayHoldReferences(text: string, dialect?: Dialect): boolean;
  /** In the order of the text. A turn is what one of them takes. */
  references(file: SourceFile, project: ProjectFiles | undefined): InTurns<readonly SecretReference[]>;
  /** What the code does with the values of its references, in the order of the text. */
  uses(file: SourceFile, references: readonly SecretReference[]): readonly SecretUse[];
  /** What could be completed at `offset`; looks at that place only, never at the whole file. */
  completionSite(file: SourceFile, offset: number): CompletionSite | undefined;
  /** `name` as the content of the string literal that has this content now; undefined where it cannot be. */
  spelled(file: SourceFile, content: Span, name: string): string | undefined;
  /** Fields that the code reads from the secret of a reference, directly or through a variable. */
  fieldsUsed(file: SourceFile, reference: SecretReference): readonly string[];
  /** How the names of a reference were found. Absent: names are not followed. */
  derivations?(
    file: SourceFile,
    reference: SecretReference,
    project: ProjectFiles | undefined,
  ): readonly FoundDerivation[];
  /** Where the names of a reference are written that do not stand at it. Absent: nobody can tell. */
  writtenNames?(
    file: SourceFile,
    reference: SecretReference,
    project: ProjectFiles | undefined,
  ): readonly WrittenName[];
  /** Absent: after an edit everything is found anew. */
  readonly incremental?: IncrementalLanguage;
  /** Absent where only settings and variables of the environment are read. */
  surroundings?(file: SourceFile, reference: SecretReference): Surroundings;
  /** Absent where nothing can be called. */
  topFunctions?(file: SourceFile): readonly TopFunction[];
}

/** References with what it took to find them. */
export interface FoundReferences {
  readonly references: readonly SecretReference[];
  /** Names that code gives to what reads a secret, and where it does. */
  readonly aliases: readonly { readonly word: string; readonly at: number }[];
  /** False when something was too much to look at: then a part may know what the whole does not. */
  readonly isWhole: boolean;
}

/** What a language does so that after an edit only some parts of a file are looked at. */
export interface IncrementalLanguage extends Division<SourceFile> {
  /** `aliases` were given elsewhere in the file. */
  references(
    file: SourceFile,
    project: ProjectFiles | undefined,
    aliases?: readonly string[],
    within?: readonly Span[],
  ): InTurns<FoundReferences>;
  /** `references` are those within the same parts. */
  uses(
    file: SourceFile,
    references: readonly SecretReference[],
    within: readonly Span[],
  ): readonly SecretUse[];
  /** Tells of expressions of the file whose value they are; `references` are all of the file. */
  reads(
    file: SourceFile,
    references: readonly SecretReference[],
  ): (expression: Span) => readonly SecretReference[];
}
