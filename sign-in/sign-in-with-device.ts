import { initiateDeviceAuthorization, pollDeviceAuthorizationGrant } from 'openid-client';
import {
  findProvider,
  idTokenIn,
  makeNonce,
  type ProofOfSignIn,
  type Provider,
  type ProviderFetch,
  safeAddress,
} from './provider.ts';
import { sentence } from '../contracts/words.ts';
import { explainSignIn, SignInError, tooLate } from './sign-in-error.ts';

/** The code to type on another device, and the URL to open there. */
export interface DeviceCode {
  readonly url: string;
  readonly code: string;
}

export interface DeviceSignIn {
  readonly fetch: ProviderFetch;
  readonly showCode: (code: DeviceCode) => void;
  /** Stops waiting when aborted. Waiting also stops when the provider's code expires. */
  readonly signal: AbortSignal;
}

/** Signs the user in to their provider with another device. @throws SignInError */
export async function signInWithDevice(
  provider: Provider,
  { fetch, showCode, signal }: DeviceSignIn,
): Promise<ProofOfSignIn> {
  if (!provider.deviceCode) {
    throw new SignInError(
      sentence('This vault does not support device codes. Sign in with a browser or a key.'),
    );
  }
  try {
    const found = await findProvider(provider, fetch);
    const { nonce, nonceVerifier } = await makeNonce();
    const started = await initiateDeviceAuthorization(found, { scope: provider.scopes.join(' '), nonce });
    const { verification_uri: url, user_code: code, expires_in: seconds } = started;
    if (!/^[\x20-\x7e]{1,64}$/.test(code))
      throw new SignInError(sentence('The identity provider’s code cannot be shown.'));
    showCode({ url: safeAddress(url), code });
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
    const polling = pollDeviceAuthorizationGrant(found, started, undefined, { signal: inTime });
    const answer = await polling.catch((error: unknown) => {
      throw inTime.aborted ? tooLate() : error;
    });
    return { idToken: idTokenIn(answer), nonceVerifier };
  } catch (error) {
    throw explainSignIn(error, provider.issuer);
  }
}
