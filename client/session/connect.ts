import { translate } from '../common/translate.ts';
import { createVaultClient, type VaultClient, type VaultClientOptions } from '../../vault-client/index.ts';

/** The editor's own `fetch` obeys its proxy and certificates. */
export function connect(url: string, key: VaultClientOptions['key']): VaultClient {
  return createVaultClient({ url, key, fetch: (input, init) => fetch(input, init), translate });
}
