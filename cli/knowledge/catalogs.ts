import type { CatalogResult } from '../../contracts/lsp-messages.ts';

/** Without a `catalog`, the agent's secrets are unknown. */
export interface KnownNames extends CatalogResult {
  /** A sentence that explains why the catalog is missing. */
  readonly unknownBecause?: string;
}

/** Loads an agent's catalog. Rejects if there is no source at all. */
export type Catalogs = (agentId: string) => Promise<KnownNames>;

/** Checks and exports only read; they never grant or create. */
export const noRights = { mayGrant: false, mayCreate: false } as const;
