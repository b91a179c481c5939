import type { ProviderFetch } from '../../sign-in/provider.ts';
import type * as signIn from '../../sign-in/index.ts';
import type { Fetch, VaultClient } from '../../vault-client/index.ts';

/** What signing in needs of the world around; `extension.ts` makes it. */
export interface SignInParts {
  /** Loaded for signing in: only this part needs OpenID Connect. */
  readonly load: () => typeof signIn;
  /** The editor's own, which obeys its proxy and certificates. */
  readonly fetch: Fetch & ProviderFetch;
  readonly connect: (url: string, key: string) => VaultClient;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isLocal: () => boolean;
}
