import type { ProviderFetch } from '../../sign-in/provider.ts';
import type * as signIn from '../../sign-in/index.ts';
import type { Fetch, VaultClient } from '../../vault-client/index.ts';

/** What signing in needs from its environment; created in `extension.ts`. */
export interface SignInParts {
  /** Loaded on sign-in: only this part needs OpenID Connect. */
  readonly load: () => typeof signIn;
  /** The editor's own `fetch`, which respects its proxy and certificates. */
  readonly fetch: Fetch & ProviderFetch;
  readonly connect: (url: string, key: string) => VaultClient;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isLocal: () => boolean;
}
