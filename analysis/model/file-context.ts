import type { AgentProject } from '../../contracts/agent-project.ts';
import type { CatalogResult } from '../../contracts/lsp-messages.ts';
import type { RuleSettings } from '../../contracts/rule-settings.ts';
import type { Credential } from './credential.ts';
import type { ParsedFile } from './parsed-file.ts';
import type { Speech } from './translator.ts';

/** What is known where a file stands. Both parts may be missing; then the analysis is silent. */
export interface FileContext {
  readonly agent?: AgentProject;
  /** Names of that agent; without `catalog` in it nothing is known about them. */
  readonly knowledge?: CatalogResult;
  /** The time of asking, for ages in words: the analysis has no clock. Without it, dates are shown. */
  readonly now?: Date;
  /** The language of whoever asks; English unless said. */
  readonly speech?: Speech;
  /** The other files of the agent's project; without them a file is judged by itself. */
  readonly project?: ProjectFiles;
  /** Severities that somebody chose. */
  readonly rules?: RuleSettings;
  /** Somebody wants no findings in this file. */
  readonly ignored?: boolean;
  /** Variables that are set where the code runs, beside those that the vault knows. */
  readonly environment?: readonly string[];
  /** What a detector found in this very text; without them nothing is said about credentials. */
  readonly credentials?: readonly Credential[];
}

/**
 * The files of one agent project as they are now: open ones as edited, the others as on disk. Answers
 * are read from memory; nothing here waits or throws.
 */
export interface ProjectFiles {
  /** Grows with every change of any file: what was found through other files before is old then. */
  readonly version: number;
  /**
   * Grows with every change of any other file than `uri`, and with those of `uri` that are no edits. Absent:
   * nothing is kept from one version of the project to the next.
   */
  versionBeside?(uri: string): number;
  /** False while files are still being read: then nobody can say what all calls of a function are. */
  readonly complete: boolean;
  /** The file that `import` or `from` `module` means in the file `from`, leading dots included. */
  module(module: string, from: string): ParsedFile | undefined;
  /**
   * The first of `uris` that is there, for an import of JavaScript or TypeScript in the file `from`.
   * Undefined as well while it has not been read: asking is what has it read.
   */
  imported(uris: readonly string[], from: string): ParsedFile | undefined;
  /** The Python files, tests aside, in whose text `word` occurs as a word, in the order of their URIs. */
  mentioning(word: string): readonly ParsedFile[];
}
