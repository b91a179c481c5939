import type { App } from '../app/app.ts';

/** The session follows by itself: the key store tells every window. */
export async function signIn({ authentication }: App): Promise<void> {
  await authentication.signIn();
}
