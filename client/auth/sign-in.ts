import type { SignInOffer } from '../../contracts/vault-api/sign-in.ts';
import type { KeyPlace } from '../../sign-in/keys-of-this-machine.ts';

/** The identity provider that a vault names. */
export type Provider = NonNullable<SignInOffer['openid']>;

export type WayToSignIn =
  | { readonly kind: 'browser'; readonly provider: Provider }
  | { readonly kind: 'device'; readonly provider: Provider }
  | { readonly kind: 'found'; readonly place: KeyPlace }
  /** `key`: what was pasted already. */
  | { readonly kind: 'paste'; readonly key?: string };

export interface Circumstances {
  /** What the vault offers; nothing while it cannot be asked. */
  readonly offer: SignInOffer;
  readonly places: readonly KeyPlace[];
  /** Whether the person's browser runs on the machine that we run on. */
  readonly isLocal: boolean;
}

/**
 * How a person can sign in, the best way first. Identity providers send browsers back to the machine
 * that they run on, so that in a remote or web window only a code remains.
 */
export function waysToSignIn({ offer, places, isLocal }: Circumstances): readonly WayToSignIn[] {
  const provider = offer.openid;
  return [
    ...(provider && isLocal ? [{ kind: 'browser', provider } as const] : []),
    ...(provider?.deviceCode ? [{ kind: 'device', provider } as const] : []),
    ...places.map((place) => ({ kind: 'found', place }) as const),
    { kind: 'paste' },
  ];
}

/** Whether the vault has a provider that this window cannot use. */
export function isOutOfReach({ offer, isLocal }: Circumstances): boolean {
  return offer.openid !== undefined && !isLocal && !offer.openid.deviceCode;
}

/** Whether a key was pasted into a field that is not for keys: no other text begins like one. */
export function looksLikeKey(text: string): boolean {
  return /^\s*ags_[a-z]+_\w{8}/.test(text);
}

export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}
