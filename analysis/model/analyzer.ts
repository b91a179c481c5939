import type { Place, Range, RunnableFunction } from '../../contracts/lsp-messages.ts';
import type {
  CodeAction,
  CodeLens,
  Completion,
  DocumentLink,
  Hover,
  InlayHint,
  SecretSymbol,
  TextEdit,
} from './feature-types.ts';
import type { Dialect, Explanation, SecretReference } from './reference.ts';
import type { SecretUse } from './secret-use.ts';
import type { InSlices } from './in-slices.ts';
import type { Finding, Silence, SuppressionComment } from './finding.ts';
import type { FileContext, ProjectFiles } from './file-context.ts';
import type { ParsedFile, TextChange } from './parsed-file.ts';

export interface SourceText {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
}

/**
 * Analyzes a single document. The analysis performs no I/O, uses no clock and keeps no state. No method ever
 * throws, because invalid source code is normal.
 */
export interface Analyzer {
  /**
   * A fast text check for whether the document can contain references, or references of `dialect`. If it
   * returns false, there are none.
   */
  mayHoldReferences(text: string, languageId: string, dialect?: Dialect): boolean;
  /**
   * `changes` turn the text of `previous` into `source.text`. They apply in sequence, and the offsets of each
   * change refer to the result of the previous one. Without `changes`, the file is parsed from scratch.
   * Parsing is deferred until it is needed.
   */
  parse(source: SourceText, previous?: ParsedFile, changes?: readonly TextChange[]): ParsedFile;
  /** Finds the references of a file, so that subsequent calls are fast. */
  prepare(file: ParsedFile, project?: ProjectFiles): InSlices<unknown>;
  /**
   * Returns the references in text order. Computed once per file and state of its project. Empty for
   * generated files.
   */
  references(file: ParsedFile, project?: ProjectFiles): readonly SecretReference[];
  /** Returns what the file does with the values of secrets, in text order. */
  uses(file: ParsedFile, project?: ProjectFiles): readonly SecretUse[];
  /** Follows the values of secrets through a file, so that subsequent calls are fast. */
  follow(file: ParsedFile, project?: ProjectFiles): InSlices<unknown>;
  /** False if `findings` would have to follow the values of the file first. */
  isFollowed(file: ParsedFile, project?: ProjectFiles): boolean;
  /**
   * Returns the findings that do not depend on followed values, in text order: those of `findings` that are not
   * `late`.
   */
  earlyFindings(file: ParsedFile, context: FileContext): readonly Finding[];
  /** Returns the findings in text order. Empty if the agent is unknown. */
  findings(file: ParsedFile, context: FileContext): readonly Finding[];
  /** Returns the comments that suppress findings. Runs the rules again. */
  suppressions(file: ParsedFile, context: FileContext): readonly SuppressionComment[];
  /** `isAsked` is false if a typed character triggered the request. The default is true. */
  complete(file: ParsedFile, offset: number, context: FileContext, isAsked?: boolean): readonly Completion[];
  hover(file: ParsedFile, offset: number, context: FileContext): Hover | undefined;
  /** Returns the fixes for the findings that touch `range`. */
  codeActions(file: ParsedFile, range: Range, context: FileContext): readonly CodeAction[];
  fixAll(file: ParsedFile, context: FileContext): readonly TextEdit[];
  /** Returns the literals that supply the name of the reference at `offset`, in any file. */
  definition(file: ParsedFile, offset: number, context: FileContext): readonly Place[];
  /** Explains how the names of the reference at `offset` were found. Not cached. */
  explain(file: ParsedFile, offset: number, context: FileContext): Explanation | undefined;
  /**
   * Explains why nothing is reported at `offset`, or elsewhere on its line. Runs the rules again. The result
   * is never empty.
   */
  explainSilence(file: ParsedFile, offset: number, context: FileContext): readonly Silence[];
  /** Returns the places where the file may read the secret at `offset`, including that place. */
  documentHighlights(file: ParsedFile, offset: number, context: FileContext): readonly Range[];
  /** Returns the known names of the agent secrets that the reference at `offset` may read. */
  namesAt(file: ParsedFile, offset: number, context: FileContext): readonly string[];
  /** Empty unless the agent is known. */
  codeLenses(file: ParsedFile, context: FileContext): readonly CodeLens[];
  /**
   * Returns what the agent's platform, or a user in a shell, can run in the file. Empty unless the agent is
   * known.
   */
  runnableFunctions(file: ParsedFile, context: FileContext): readonly RunnableFunction[];
  inlayHints(file: ParsedFile, range: Range, context: FileContext): readonly InlayHint[];
  documentLinks(file: ParsedFile, context: FileContext): readonly DocumentLink[];
  /**
   * Returns the names of agent secrets within `range`, in text order and limited to names on a single line.
   */
  semanticTokens(file: ParsedFile, range: Range, context: FileContext): readonly Range[];
  /** `uses` contains the uses of one agent by name. */
  workspaceSymbols(
    query: string,
    agentId: string,
    uses: Readonly<Record<string, readonly Place[]>>,
  ): readonly SecretSymbol[];
}
