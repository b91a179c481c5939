import type { SignInOffer } from '../../contracts/vault-api/sign-in.ts';
import type * as signIn from '../../sign-in/index.ts';
import type { KeyPlace } from '../../sign-in/keys-of-this-machine.ts';
import type { ProviderFetch } from '../../sign-in/provider.ts';
import type { Fetch, VaultClient } from '../../vault-client/index.ts';

export type Provider = NonNullable<SignInOffer['openid']>;

export type SignInMethod =
  | { readonly kind: 'browser'; readonly provider: Provider }
  | { readonly kind: 'device'; readonly provider: Provider }
  | { readonly kind: 'found'; readonly place: KeyPlace }
  /** `key`: what the user has already pasted. */
  | { readonly kind: 'paste'; readonly key?: string };

export interface Circumstances {
  /** The methods that the vault offers; empty while the vault is unreachable. */
  readonly offer: SignInOffer;
  readonly places: readonly KeyPlace[];
  /** Whether the user's browser runs on the same machine as the extension. */
  readonly isLocal: boolean;
}

/**
 * The available sign-in methods, best first. Identity providers redirect to the machine on which the browser
 * runs, so only a device code works in a remote or web window.
 */
export function signInMethods({ offer, places, isLocal }: Circumstances): readonly SignInMethod[] {
  const provider = offer.openid;
  return [
    ...(provider && isLocal ? [{ kind: 'browser', provider } as const] : []),
    ...(provider?.deviceCode ? [{ kind: 'device', provider } as const] : []),
    ...places.map((place) => ({ kind: 'found', place }) as const),
    { kind: 'paste' },
  ];
}

/** Whether the vault has an identity provider that this window cannot use. */
export function isOutOfReach({ offer, isLocal }: Circumstances): boolean {
  return offer.openid !== undefined && !isLocal && !offer.openid.deviceCode;
}

/**
 * Whether a key was pasted into a field that is not meant for keys. Nothing else starts with a key's prefix.
 */
export function looksLikeKey(text: string): boolean {
  return /^\s*ags_[a-z]+_\w{8}/.test(text);
}

export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}

/** The dependencies of signing in; created in `extension.ts`. */
export interface SignInParts {
  /** Loads the sign-in code on demand, because nothing else needs OpenID Connect. */
  readonly load: () => typeof signIn;
  /** The editor's `fetch`, which respects its proxy and certificate settings. */
  readonly fetch: Fetch & ProviderFetch;
  readonly connect: (url: string, key: string) => VaultClient;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isLocal: () => boolean;
}
