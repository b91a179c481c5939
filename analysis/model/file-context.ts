import type { AgentProject } from '../../contracts/agent-project.ts';
import type { CatalogResult } from '../../contracts/lsp-messages.ts';
import type { RuleSettings } from '../../contracts/rule-settings.ts';
import type { ParsedFile, Span } from './parsed-file.ts';
import type { UserLanguage } from './user-language.ts';

/** The known context of a file. If both the agent and its names are missing, the analysis reports nothing. */
export interface FileContext {
  readonly agent?: AgentProject;
  /** The names of the agent's secrets. If `catalog` is missing, nothing is known about them. */
  readonly knowledge?: CatalogResult;
  /**
   * The current time, for relative ages and for what is due, because the analysis has no clock. If it is
   * missing, dates are shown instead of ages, and nothing is due.
   */
  readonly now?: Date;
  /** The user's language. The default is English. */
  readonly userLanguage?: UserLanguage;
  /** The other files of the agent's project. Without them, a file is analyzed on its own. */
  readonly project?: ProjectFiles;
  readonly rules?: RuleSettings;
  /** The settings exclude this file from findings. */
  readonly ignored?: boolean;
  /** Variables that are set where the code runs, in addition to those in the vault. */
  readonly environment?: readonly string[];
  /** What a detector found in exactly this text. If absent, no credentials are reported. */
  readonly credentials?: readonly Credential[];
}

/**
 * The current files of one agent project. Open files include unsaved edits; all others are as on disk. All
 * data comes from memory, so nothing here waits or throws.
 */
export interface ProjectFiles {
  /** Increases whenever any file changes. Results that depend on other files are then stale. */
  readonly version: number;
  /**
   * Increases whenever any file other than `uri` changes, and whenever `uri` changes in a way other than an
   * edit. If absent, nothing is reused from one version of the project to the next.
   */
  versionOfOthers?(uri: string): number;
  /** False while files are still being read, because the known calls of a function may then be incomplete. */
  readonly complete: boolean;
  /**
   * Finds the file that `module` refers to in an `import` or `from` statement of the file `from`. `module`
   * includes leading dots.
   */
  module(module: string, from: string): ParsedFile | undefined;
  /**
   * Finds the first existing file in `uris`, for a JavaScript or TypeScript import in the file `from`. If
   * that file has not been read yet, requests it and returns undefined.
   */
  imported(uris: readonly string[], from: string): ParsedFile | undefined;
  /**
   * Whether a file of any language, excluding tests, loads a file of environment variables, or may do so because
   * files are still being read. Absent if that is not known.
   */
  readonly loadsVariables?: boolean;
  /**
   * Returns the Python, JavaScript and TypeScript files, excluding tests, whose text contains `word` as a separate
   * word, sorted by URI. Files that have been noted but not read are not included. Most callers stop at the first
   * file that decides, so the files of a large project may be read one by one.
   */
  mentioning(word: string): Iterable<ParsedFile>;
}

/** A place that a detector classified as a credential. The credential itself is never passed on. */
export interface Credential {
  readonly span: Span;
  /** Includes an article for use in a sentence: "a Stripe key". */
  readonly what: string;
}

/** Scans a text. If the detector is unavailable, the result is empty. */
export type DetectCredentials = (text: string) => Promise<readonly Credential[]>;
