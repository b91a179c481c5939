import { CliError } from '../cli-error.ts';
import type { VaultOption } from '../commands/common/options.ts';
import type { CliHost } from '../cli-host.ts';
import type { Catalogs } from './catalogs.ts';
import { snapshotCatalogs } from './snapshot-catalogs.ts';
import { vaultCatalogs } from './vault-catalogs.ts';
import { connectToVault } from './vault-connection.ts';

export interface CatalogOptions extends VaultOption {
  readonly catalog?: string;
}

/** A file or a vault, depending on the options. */
export async function chooseCatalogs(options: CatalogOptions, host: CliHost): Promise<Catalogs> {
  if (options.catalog === undefined) return reachableVault(options, host);
  if (options.vault !== undefined) throw new CliError('Use either --catalog or --vault, not both.');
  return snapshotCatalogs(options.catalog, host.cwd);
}

/**
 * Identifies the caller first: an invalid key must not pass as "no findings" when no code reads a secret yet.
 */
async function reachableVault(options: VaultOption, host: CliHost): Promise<Catalogs> {
  const vault = connectToVault(options, host, 'Or use a snapshot with --catalog FILE.');
  await vault.me();
  return vaultCatalogs(vault);
}
