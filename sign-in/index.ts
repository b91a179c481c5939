export { placesOfKeys, readKeys } from './keys-of-this-machine.ts';
export { listenOnLoopback } from './loopback-listener.ts';
export { signInWithBrowser } from './sign-in-with-browser.ts';
export { signInWithDevice } from './sign-in-with-device.ts';
