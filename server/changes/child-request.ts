import type { ChangesResult } from '../../contracts/changes.ts';
import type { CatalogResult } from '../../contracts/lsp-messages.ts';

/** The input of the child process, as JSON on standard input. Contains names and no keys. */
export interface ChildRequest {
  /** An absolute path. */
  readonly folder: string;
  /** Empty for the default branch. Untrusted. */
  readonly base: string;
  /** The known secrets of each agent. */
  readonly catalogs: Readonly<Record<string, CatalogResult>>;
}

/** Answers one request at a time: a newer request supersedes the current one. */
export type ReviewChanges = (request: ChildRequest) => Promise<ChangesResult>;
