import { VaultError, type VaultClient } from '../../vault-client/index.ts';
import type { CatalogResult } from '../../contracts/lsp-messages.ts';
import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import { type Catalogs, noRights } from './catalogs.ts';

/** An agent that the key may not see is unknown, and noted; a vault that cannot be asked is an error. */
export function vaultCatalogs(vault: VaultClient, note: (sentence: string) => void): Catalogs {
  return async (agentId): Promise<CatalogResult> => {
    const catalog = await catalogIfVisible(vault, agentId, note);
    return catalog === undefined ? noRights : { ...noRights, catalog, asOf: catalog.asOf };
  };
}

/** Absent when the vault does not show this agent to the key; `note` hears why. */
export async function catalogIfVisible(
  vault: VaultClient,
  agentId: string,
  note: (sentence: string) => void,
): Promise<CatalogAnswer | undefined> {
  try {
    return await vault.catalog(agentId);
  } catch (error) {
    if (!isAboutThisAgent(error)) throw error;
    note(`note: nothing is known of the agent “${agentId}”. ${error.message}`);
    return undefined;
  }
}

function isAboutThisAgent(error: unknown): error is VaultError {
  return error instanceof VaultError && (error.code === 'Forbidden' || error.code === 'NotFound');
}
