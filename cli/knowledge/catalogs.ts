import type { CatalogResult } from '../../contracts/lsp-messages.ts';

/**
 * What is known of an agent's secrets; without a `catalog` in the answer nothing is.
 * Rejects when nobody can be asked at all.
 */
export type Catalogs = (agentId: string) => Promise<CatalogResult>;

/** Checks and exports read; they never grant or create. */
export const noRights = { mayGrant: false, mayCreate: false } as const;
