import { tell } from './tell.ts';
import {
  createVaultAdministration,
  createVaultClient,
  createVaultManager,
  type VaultAdministration,
  type VaultClient,
  type VaultClientOptions,
  type VaultManager,
} from '../vault-client/index.ts';

/** Every route of the vault that a person may use, with one person's key. */
export type Vault = VaultClient & VaultManager & VaultAdministration;

/** The editor's own `fetch` obeys its proxy and certificates. */
export function connect(url: string, key: VaultClientOptions['key']): Vault {
  const options: VaultClientOptions = { url, key, fetch: (input, init) => fetch(input, init), tell };
  return {
    ...createVaultClient(options),
    ...createVaultManager(options),
    ...createVaultAdministration(options),
  };
}
