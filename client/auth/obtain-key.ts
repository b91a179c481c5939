import * as vscode from 'vscode';
import type { SignInOffer } from '../../contracts/vault-api/sign-in.ts';
import type { KeyPlace } from '../../sign-in/keys-of-this-machine.ts';
import type { ProofOfSignIn } from '../../sign-in/provider.ts';
import type { SignInError } from '../../sign-in/sign-in-error.ts';
import { readSignInOffer, startSession } from '../../vault-client/sign-in.ts';
import { translate } from '../common/translate.ts';
import { askForKey, refusal, type AcceptedKey, tryKey } from './ask-for-key.ts';
import { proveWithBrowser, proveWithDevice } from './open-id.ts';
import { pickMethod } from './pick-method.ts';
import { isOutOfReach, type SignInParts, signInMethods, type SignInMethod } from './sign-in.ts';

/**
 * Lets the user pick one of the methods that the vault offers, and signs in. `undefined` if the user cancels
 * or if signing in fails, which is shown to the user.
 */
export async function obtainKey(url: string, parts: SignInParts): Promise<AcceptedKey | undefined> {
  const offer = await offerOf(url, parts);
  const places = parts.load().placesOfKeys(parts.env);
  const around = { offer: offer ?? {}, places, isLocal: parts.isLocal() };
  const method = await pickMethod(url, signInMethods(around), noteOn(isOutOfReach(around)));
  try {
    return method && (await signInWith(url, method, parts));
  } catch (error) {
    void vscode.window.showErrorMessage(sentenceOf(error));
    return undefined;
  }
}

function signInWith(url: string, method: SignInMethod, parts: SignInParts): Promise<AcceptedKey | undefined> {
  switch (method.kind) {
    case 'browser':
      return startWith(url, proveWithBrowser(method.provider, parts), parts);
    case 'device':
      return startWith(url, proveWithDevice(method.provider, parts), parts);
    case 'found':
      return useFoundKey(url, method.place, parts);
    case 'paste':
      return askForKey(url, (key) => parts.connect(url, key), method.key);
  }
}

async function startWith(
  url: string,
  proving: Promise<ProofOfSignIn | undefined>,
  { connect, fetch }: SignInParts,
): Promise<AcceptedKey | undefined> {
  const proof = await proving;
  if (!proof) return undefined;
  const { token: key } = await startSession({ url, fetch, translate }, proof);
  return { key, identity: await connect(url, key).me(), origin: 'signIn' };
}

async function useFoundKey(
  url: string,
  place: KeyPlace,
  { load, connect, env }: SignInParts,
): Promise<AcceptedKey | undefined> {
  const keys = load().readKeys(place, url, env);
  const found = keys.length > 1 ? await pickKey(keys) : keys[0];
  if (!found) {
    if (keys.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No key for {0} was found there.', url));
    }
    return undefined;
  }
  return tryKey(found.key, (key) => connect(url, key));
}

function pickKey<T extends { readonly label: string }>(keys: readonly T[]): Thenable<T | undefined> {
  return vscode.window.showQuickPick(keys, { title: vscode.l10n.t('Use Which Key?') });
}

/** `undefined` if the vault did not respond; the user can still paste a key. */
async function offerOf(url: string, { fetch }: SignInParts): Promise<SignInOffer | undefined> {
  const title = vscode.l10n.t('Fetching the sign-in methods…');
  const options = { location: vscode.ProgressLocation.Window, title };
  const signal = AbortSignal.timeout(longestAsking);
  const asked = vscode.window.withProgress(options, () => readSignInOffer({ url, fetch, signal, translate }));
  return asked.then(undefined, () => undefined);
}

const longestAsking = 8000;

function noteOn(isBeyondReach: boolean): string | undefined {
  if (!isBeyondReach) return undefined;
  return vscode.l10n.t(
    'This vault does not support sign-in codes, and signing in with a browser requires a local window.',
  );
}

function sentenceOf(error: unknown): string {
  return isSignInError(error) ? translate(error.said) : refusal(error);
}

/** Checks the name, because the class comes from another bundle. */
function isSignInError(error: unknown): error is SignInError {
  return error instanceof Error && error.name === 'SignInError';
}
