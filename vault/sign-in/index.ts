import type { OpenIdSignIn } from '../../contracts/vault-api/sign-in.ts';
import type { FetchText } from './fetch-bounded.ts';
import { ProviderKeys } from './provider-keys.ts';
import { readPerson, type SigningIn, verifyIdToken } from './verify-id-token.ts';
import type { OpenIdSettings } from './settings.ts';

export type { SigningIn } from './verify-id-token.ts';
export type { OpenIdSettings } from './settings.ts';

/** A person whom the provider vouches for, and the token that proves this. */
export interface Vouched {
  readonly person: SigningIn;
  readonly signed: string;
  readonly refusedFrom: Date;
}

/** The identity provider of a vault. */
export interface IdentityProvider {
  readonly settings: OpenIdSettings;
  /**
   * Accepts a token if it is from the provider and for this sign-in.
   * @throws SignInRefusal, ProviderUnavailable
   */
  verify(signIn: OpenIdSignIn): Promise<Vouched>;
}

export function createIdentityProvider(
  settings: OpenIdSettings,
  { fetch, now }: { readonly fetch: FetchText; readonly now: () => Date },
): IdentityProvider {
  const { keyFor } = new ProviderKeys(settings, fetch, () => now().getTime());
  return {
    settings,
    async verify(signIn) {
      const { claims, signed, refusedFrom } = await verifyIdToken({ settings, keyFor, now }, signIn);
      return { person: readPerson(claims, settings), signed, refusedFrom };
    },
  };
}
