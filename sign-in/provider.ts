import {
  allowInsecureRequests,
  calculatePKCECodeChallenge,
  type Configuration,
  customFetch,
  discovery,
  None,
  randomNonce,
} from 'openid-client';
import type { SignInOffer } from '../contracts/vault-api/sign-in.ts';
import { sentence } from '../contracts/words.ts';
import { SignInError } from './sign-in-error.ts';

/** The identity provider that is configured in a vault. */
export type Provider = NonNullable<SignInOffer['openid']>;

/** What a vault exchanges for a sign-in session. */
export interface ProofOfSignIn {
  readonly idToken: string;
  readonly nonceVerifier: string;
}

/** The part of `fetch` that is used here, so that an editor's `fetch` and a test's also match. */
export type ProviderFetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly redirect: 'manual';
    readonly body?: URLSearchParams;
    readonly signal?: AbortSignal;
  },
) => Promise<Response>;

const longestAnswerSeconds = 15;

/** Loads the provider's metadata. Plain HTTP is only allowed for a provider on this machine. */
export async function findProvider(provider: Provider, fetch: ProviderFetch): Promise<Configuration> {
  const issuer = URL.parse(provider.issuer);
  const isLocal = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(issuer?.hostname ?? '');
  if (!issuer || (issuer.protocol !== 'https:' && !isLocal)) {
    throw new SignInError(
      sentence('The vault’s identity provider does not use https. Do not sign in there.'),
    );
  }
  return discovery(issuer, provider.clientId, undefined, None(), {
    [customFetch]: (url, { method, headers, redirect, body, signal }) =>
      fetch(url, {
        method,
        headers,
        redirect,
        ...(body instanceof URLSearchParams && { body }),
        ...(signal && { signal }),
      }),
    timeout: longestAnswerSeconds,
    execute: isLocal ? [allowInsecureRequests] : [],
  });
}

/** Creates a nonce that does not reveal its verifier. */
export async function makeNonce(): Promise<{ readonly nonce: string; readonly nonceVerifier: string }> {
  const nonceVerifier = randomNonce();
  return { nonceVerifier, nonce: await calculatePKCECodeChallenge(nonceVerifier) };
}

/** @throws SignInError if the URL is not safe to open in a browser */
export function safeAddress(text: string): string {
  const url = URL.parse(text);
  if (url && (url.protocol === 'https:' || url.protocol === 'http:')) return url.href;
  throw new SignInError(sentence('The identity provider redirects to an address that is not a web address.'));
}

/** @throws SignInError */
export function idTokenIn(answer: { readonly id_token?: string | undefined }): string {
  if (answer.id_token !== undefined) return answer.id_token;
  throw new SignInError(sentence('The identity provider did not identify you. Ask the vault operator.'));
}
