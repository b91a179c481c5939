import type { AgentProject } from '../../contracts/agent-project.ts';
import type { CatalogResult } from '../../contracts/lsp-messages.ts';
import type { RuleSettings } from '../../contracts/rule-settings.ts';
import type { ParsedFile, Span } from './parsed-file.ts';
import type { UserLanguage } from './user-language.ts';

/**
 * What is known about the context of a file. If both the agent and its names are missing, the analysis
 * reports nothing.
 */
export interface FileContext {
  readonly agent?: AgentProject;
  /** Names of that agent; if its `catalog` is missing, nothing is known about them. */
  readonly knowledge?: CatalogResult;
  /** The current time, for relative ages: the analysis has no clock. Without it, dates are shown. */
  readonly now?: Date;
  /** The user's language; English by default. */
  readonly userLanguage?: UserLanguage;
  /** The other files of the agent's project; without them a file is analyzed on its own. */
  readonly project?: ProjectFiles;
  readonly rules?: RuleSettings;
  /** The settings exclude this file from findings. */
  readonly ignored?: boolean;
  /** Variables that are set where the code runs, in addition to those that the vault knows. */
  readonly environment?: readonly string[];
  /** What a detector found in this exact text; without it no credentials are reported. */
  readonly credentials?: readonly Credential[];
}

/**
 * The current files of one agent project: open ones as edited, the others as on disk. Reads come from memory;
 * nothing here waits or throws.
 */
export interface ProjectFiles {
  /** Increases with every change of any file: results that depend on other files are stale then. */
  readonly version: number;
  /**
   * Increases with every change of any file other than `uri`, and with changes of `uri` that are not edits.
   * If absent, nothing is reused from one version of the project to the next.
   */
  versionOfOthers?(uri: string): number;
  /** False while files are still being read: the calls of a function may then be incomplete. */
  readonly complete: boolean;
  /**
   * The file that `module` refers to in an `import` or `from` statement of the file `from`; includes leading
   * dots.
   */
  module(module: string, from: string): ParsedFile | undefined;
  /**
   * The first existing file of `uris`, for an import of JavaScript or TypeScript in the file `from`. Also
   * undefined while that file has not been read: this call requests it.
   */
  imported(uris: readonly string[], from: string): ParsedFile | undefined;
  /** The Python files, except tests, whose text contains `word` as a word, sorted by URI. */
  mentioning(word: string): readonly ParsedFile[];
}

/** A place that a detector classified as a credential. The text itself is never passed on. */
export interface Credential {
  readonly span: Span;
  /** With its article, for use in a sentence: "a Stripe key". */
  readonly what: string;
}

/** Scans one text. An unavailable detector resolves with no result. */
export type DetectCredentials = (text: string) => Promise<readonly Credential[]>;
