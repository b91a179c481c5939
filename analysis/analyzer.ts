import type { Range } from '../contracts/lsp-messages.ts';
import type { CodeAction, Completion, Hover } from './features/feature-types.ts';
import type { Finding } from './finding.ts';
import type { FileContext, ProjectFiles } from './ports.ts';
import type { TextChange } from './source/span.ts';
import type { SecretReference } from './reference.ts';
import type { ParsedFile } from './source/parsed-file.ts';

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
  /** Cheap test by text alone: can it hold a reference at all? False: nothing will be found in it. */
  mayHoldReferences(text: string, languageId: string): boolean;
  /**
   * `changes` turn the text of `previous` into `source.text`, one after the other, each with offsets in
   * the text that the one before left. Without them the file is read anew. Parsing waits for the first
   * question that needs it.
   */
  parse(source: SourceText, previous?: ParsedFile, changes?: readonly TextChange[]): ParsedFile;
  /** In the order of the text; computed once per file and state of its project. Empty for generated files. */
  references(file: ParsedFile, project?: ProjectFiles): readonly SecretReference[];
  /** In the order of the text; empty whenever the agent is not known. */
  findings(file: ParsedFile, context: FileContext): readonly Finding[];
  complete(file: ParsedFile, offset: number, context: FileContext): readonly Completion[];
  hover(file: ParsedFile, offset: number, context: FileContext): Hover | undefined;
  /** Fixes for the findings that touch `range`. */
  codeActions(file: ParsedFile, range: Range, context: FileContext): readonly CodeAction[];
}

export interface AnalyzerOptions {
  /** Further functions that take a secret's name first, by last or dotted name: `my_utils.read_secret`. */
  readonly functions?: readonly string[];
}
