import type { ChangesResult } from '../../contracts/changes.ts';
import type { CatalogResult } from '../../contracts/lsp-messages.ts';

/** What the child process reads from standard input, as JSON. Contains names and no keys. */
export interface ChildRequest {
  /** An absolute path. */
  readonly folder: string;
  /** Empty for the default branch. Untrusted. */
  readonly base: string;
  /** What is known about each agent's secrets. */
  readonly catalogs: Readonly<Record<string, CatalogResult>>;
}

/** Answers one request at a time: a newer request supersedes the current one. */
export type ReviewChanges = (request: ChildRequest) => Promise<ChangesResult>;
