import type { VaultSession } from './vault-session.ts';
import type { SessionState } from './session-state.ts';

/** The state of the session, given the sign-in and the vault's response. */
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
