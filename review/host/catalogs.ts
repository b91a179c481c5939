import type { CatalogResult } from '../../contracts/lsp-messages.ts';

/** If `catalog` is missing, the agent's secrets are unknown. */
export interface KnownNames extends CatalogResult {
  /** A sentence that explains why the catalog is missing. */
  readonly unknownBecause?: string;
}

/** Loads an agent's catalog. Rejects if there is no catalog source. */
export type Catalogs = (agentId: string) => Promise<KnownNames>;
