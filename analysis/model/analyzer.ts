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
import type { InSlices } from './in-slices.ts';
import type { Finding, Silence } from './finding.ts';
import type { FileContext, ProjectFiles } from './file-context.ts';
import type { ParsedFile, TextChange } from './parsed-file.ts';

export interface SourceText {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
}

/**
 * The analysis of one text: no I/O, no clock, no state of its own. No method throws, whatever the text;
 * invalid source is the normal case.
 */
export interface Analyzer {
  /**
   * Cheap test by text alone: can it contain references, or references of `dialect`? If false, none will be
   * found.
   */
  mayHoldReferences(text: string, languageId: string, dialect?: Dialect): boolean;
  /**
   * `changes` turn the text of `previous` into `source.text`, in sequence, each with offsets in the text that
   * the previous one produced. Without them the file is parsed from scratch. Parsing is deferred until it is
   * needed.
   */
  parse(source: SourceText, previous?: ParsedFile, changes?: readonly TextChange[]): ParsedFile;
  /** Finds the references of a file, so that subsequent calls are fast. */
  prepare(file: ParsedFile, project?: ProjectFiles): InSlices<unknown>;
  /** In text order; computed once per file and state of its project. Empty for generated files. */
  references(file: ParsedFile, project?: ProjectFiles): readonly SecretReference[];
  /** In text order; empty if the agent is not known. */
  findings(file: ParsedFile, context: FileContext): readonly Finding[];
  /** `isAsked` is false if a typed character triggered the request; true by default. */
  complete(file: ParsedFile, offset: number, context: FileContext, isAsked?: boolean): readonly Completion[];
  hover(file: ParsedFile, offset: number, context: FileContext): Hover | undefined;
  /** Fixes for the findings that touch `range`. */
  codeActions(file: ParsedFile, range: Range, context: FileContext): readonly CodeAction[];
  fixAll(file: ParsedFile, context: FileContext): readonly TextEdit[];
  /** The literals that supply the name of the reference at `offset`, in any file. */
  definition(file: ParsedFile, offset: number, context: FileContext): readonly Place[];
  /** How the names of the reference at `offset` were found. Not cached. */
  explain(file: ParsedFile, offset: number, context: FileContext): Explanation | undefined;
  /** Why nothing is reported at `offset`, or otherwise on its line. Runs the rules again; never empty. */
  explainSilence(file: ParsedFile, offset: number, context: FileContext): readonly Silence[];
  /** Where the file may read the secret at `offset`, including that place. */
  documentHighlights(file: ParsedFile, offset: number, context: FileContext): readonly Range[];
  /** Known names of the agent secrets that the reference at `offset` may read. */
  namesAt(file: ParsedFile, offset: number, context: FileContext): readonly string[];
  /** Empty unless the agent is known. */
  codeLenses(file: ParsedFile, context: FileContext): readonly CodeLens[];
  /**
   * What the agent's platform, or a user in a shell, can run in the file. Empty unless the agent is known.
   */
  runnableFunctions(file: ParsedFile, context: FileContext): readonly RunnableFunction[];
  inlayHints(file: ParsedFile, range: Range, context: FileContext): readonly InlayHint[];
  documentLinks(file: ParsedFile, context: FileContext): readonly DocumentLink[];
  /** Names of agent secrets within `range`, in order, each on one line. */
  semanticTokens(file: ParsedFile, range: Range, context: FileContext): readonly Range[];
  /** `uses` are those of one agent, by name. */
  workspaceSymbols(
    query: string,
    agentId: string,
    uses: Readonly<Record<string, readonly Place[]>>,
  ): readonly SecretSymbol[];
}
