import type { CatalogResult } from '../../contracts/lsp-messages.ts';

/** Without a `catalog` nothing is known of the agent's secrets. */
export interface KnownNames extends CatalogResult {
  /** A sentence that says why, when nothing is. */
  readonly unknownBecause?: string;
}

/** What is known of an agent's secrets. Rejects if there is no source at all. */
export type Catalogs = (agentId: string) => Promise<KnownNames>;

/** Checks and exports read; they never grant or create. */
export const noRights = { mayGrant: false, mayCreate: false } as const;
