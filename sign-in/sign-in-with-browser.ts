import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Listen } from './loopback-listener.ts';
import {
  findProvider,
  idTokenIn,
  makeNonce,
  type ProofOfSignIn,
  type Provider,
  type ProviderFetch,
  safeAddress,
} from './provider.ts';
import { explainSignIn } from './sign-in-error.ts';

export interface BrowserSignIn {
  readonly fetch: ProviderFetch;
  readonly listen: Listen;
  /** Shows the user where to sign in, and may open the URL. */
  readonly openUrl: (url: string) => void;
  /** Stops waiting when aborted. */
  readonly signal: AbortSignal;
}

/** Signs the user in to their provider with a browser on this machine. @throws SignInError */
export async function signInWithBrowser(
  provider: Provider,
  { fetch, listen, openUrl, signal }: BrowserSignIn,
): Promise<ProofOfSignIn> {
  try {
    const found = await findProvider(provider, fetch);
    const listener = await listen(provider.redirectPort);
    try {
      const { nonce, nonceVerifier } = await makeNonce();
      const [pkceCodeVerifier, expectedState] = [randomPKCECodeVerifier(), randomState()];
      const url = buildAuthorizationUrl(found, {
        redirect_uri: listener.redirectUri,
        scope: provider.scopes.join(' '),
        code_challenge: await calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
        state: expectedState,
        nonce,
      });
      const answer = listener.answerWith(expectedState, signal);
      openUrl(safeAddress(url.href));
      const checks = { pkceCodeVerifier, expectedState, expectedNonce: nonce, idTokenExpected: true };
      return { idToken: idTokenIn(await authorizationCodeGrant(found, await answer, checks)), nonceVerifier };
    } finally {
      listener.close();
    }
  } catch (error) {
    throw explainSignIn(error, provider.issuer);
  }
}
