import type { AgentProject } from '../contracts/agent-project.ts';
import type { CatalogResult } from '../contracts/lsp-messages.ts';

/** What is known where a file stands. Both parts may be missing; then the analysis is silent. */
export interface FileContext {
  readonly agent?: AgentProject;
  /** Names of that agent; without `catalog` in it nothing is known about them. */
  readonly knowledge?: CatalogResult;
  /** The time of asking, for ages in words: the analysis has no clock. Without it, dates are shown. */
  readonly now?: Date;
}

/** Offsets are UTF-16 code units from the start of the text; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One replacement in a text, as the editor reported it: `length` units at `start` became `text`. */
export interface TextChange {
  readonly start: number;
  readonly length: number;
  readonly text: string;
}
