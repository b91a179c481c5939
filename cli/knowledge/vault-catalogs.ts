import { VaultError, type VaultClient } from '../../vault-client/index.ts';
import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import { visible } from '../output/visible-text.ts';
import { type Catalogs, type KnownNames, noRights } from './catalogs.ts';

/** An agent that the key cannot see is unknown; an unreachable vault is an error. */
export function vaultCatalogs(vault: VaultClient): Catalogs {
  return async (agentId): Promise<KnownNames> => {
    let unknownBecause = '';
    const catalog = await catalogIfVisible(vault, agentId, (reason) => (unknownBecause = reason));
    if (catalog === undefined) return { ...noRights, unknownBecause };
    return { ...noRights, catalog, asOf: catalog.asOf };
  };
}

/** Undefined if the key cannot see this agent; `hidden` is called with the reason. */
export async function catalogIfVisible(
  vault: VaultClient,
  agentId: string,
  hidden: (reason: string) => void,
): Promise<CatalogAnswer | undefined> {
  try {
    return await vault.catalog(agentId);
  } catch (error) {
    if (!isAboutThisAgent(error)) throw error;
    hidden(visible(error.message));
    return undefined;
  }
}

function isAboutThisAgent(error: unknown): error is VaultError {
  return error instanceof VaultError && (error.code === 'Forbidden' || error.code === 'NotFound');
}
