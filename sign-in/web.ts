import type * as signIn from './index.ts';
import { sentence } from '../contracts/words.ts';
import { SignInError } from './sign-in-error.ts';

export { signInWithDevice } from './sign-in-with-device.ts';

/** A web page cannot access its machine's files and variables. */
export const placesOfKeys: typeof signIn.placesOfKeys = () => [];

export const readKeys: typeof signIn.readKeys = () => [];

/** A web page cannot listen for the redirect, so users get a code instead. */
export const listenOnLoopback: typeof signIn.listenOnLoopback = () => Promise.reject(notInBrowsers());

export const signInWithBrowser: typeof signIn.signInWithBrowser = () => Promise.reject(notInBrowsers());

function notInBrowsers(): SignInError {
  return new SignInError(sentence('In a browser, sign in with a code or a key.'));
}
