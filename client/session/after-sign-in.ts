import type { VaultSession } from './vault-session.ts';
import type { SessionState } from './session-state.ts';

/** Where the person stands once the session has heard of their sign-in, and the vault has answered. */
export function afterSignIn(
  session: Pick<VaultSession, 'state' | 'settled' | 'onDidChange'>,
): Promise<SessionState> {
  if (session.state.kind !== 'signedOut') return session.settled();
  return new Promise((resolve) => {
    const subscription = session.onDidChange(() => {
      subscription.dispose();
      resolve(session.settled());
    });
  });
}
