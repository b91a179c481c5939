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
import type { Explanation } from './derivation.ts';
import type { InTurns } from './in-turns.ts';
import type { Finding } from './finding.ts';
import type { FileContext, ProjectFiles } from './file-context.ts';
import type { Silence } from './silence.ts';
import type { TextChange } from './span.ts';
import type { Dialect, SecretReference } from './reference.ts';
import type { ParsedFile } from './parsed-file.ts';

export interface SourceText {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
}

/**
 * The analysis of one text: no I/O, no clock, no state of its own. No method throws, whatever the
 * text; broken source is the normal case.
 */
export interface Analyzer {
  /** Cheap test by text alone: can it hold a reference at all, or one of `dialect`? False: nothing will be found. */
  mayHoldReferences(text: string, languageId: string, dialect?: Dialect): boolean;
  /**
   * `changes` turn the text of `previous` into `source.text`, one after the other, each with offsets in
   * the text that the one before left. Without them the file is read anew. Parsing waits for the first
   * question that needs it.
   */
  parse(source: SourceText, previous?: ParsedFile, changes?: readonly TextChange[]): ParsedFile;
  /** Finds the references of a file, so that whatever is asked next is answered soon. */
  prepare(file: ParsedFile, project?: ProjectFiles): InTurns<unknown>;
  /** In the order of the text; computed once per file and state of its project. Empty for generated files. */
  references(file: ParsedFile, project?: ProjectFiles): readonly SecretReference[];
  /** In the order of the text; empty whenever the agent is not known. */
  findings(file: ParsedFile, context: FileContext): readonly Finding[];
  /** `isAsked` is false when nobody asked and a typed sign was the cause; true unless said. */
  complete(file: ParsedFile, offset: number, context: FileContext, isAsked?: boolean): readonly Completion[];
  hover(file: ParsedFile, offset: number, context: FileContext): Hover | undefined;
  /** Fixes for the findings that touch `range`. */
  codeActions(file: ParsedFile, range: Range, context: FileContext): readonly CodeAction[];
  /** Mends every finding of the file that has one clear fix. */
  fixAll(file: ParsedFile, context: FileContext): readonly TextEdit[];
  /** The literals that supply the name of the reference at `offset`, in whichever file. */
  definition(file: ParsedFile, offset: number, context: FileContext): readonly Place[];
  /** How the names of the reference at `offset` were found. Worked out anew each time. */
  explain(file: ParsedFile, offset: number, context: FileContext): Explanation | undefined;
  /** Why nothing is reported at `offset`, or else on its line. Runs the rules once more; never empty. */
  explainSilence(file: ParsedFile, offset: number, context: FileContext): readonly Silence[];
  /** Where else the file may read the secret at `offset`, that place among them. */
  documentHighlights(file: ParsedFile, offset: number, context: FileContext): readonly Range[];
  /** Names of the agent secrets that the reference at `offset` may read, as far as they are known. */
  namesAt(file: ParsedFile, offset: number, context: FileContext): readonly string[];
  /** Empty unless the agent is known. */
  codeLenses(file: ParsedFile, context: FileContext): readonly CodeLens[];
  /** What the agent's platform, or a person in a shell, can run of the file. Empty unless the agent is known. */
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
