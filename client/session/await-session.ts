import type { SessionState } from './session-state.ts';
import type { VaultSession } from './vault-session.ts';

/** The caller that waits, which may be closed in the meantime. */
interface Waiting {
  onDidDispose(listener: () => void): { dispose(): void };
}

/**
 * The session's state as soon as the vault responds; `undefined` if the caller is closed before then. Calls
 * `isAway` while the vault is unreachable or fails.
 */
export function sessionAnswered(
  session: Pick<VaultSession, 'state' | 'onDidChange'>,
  waiting: Waiting,
  isAway: () => void,
): Promise<SessionState | undefined> {
  return new Promise((resolve) => {
    const end = (state?: SessionState): void => {
      for (const subscription of subscriptions) subscription.dispose();
      resolve(state);
    };
    const look = (): void => {
      const { state } = session;
      if (state.kind === 'offline' || state.kind === 'failed') isAway();
      else if (state.kind !== 'loading') end(state);
    };
    const subscriptions = [session.onDidChange(look), waiting.onDidDispose(() => end())];
    look();
  });
}

/** The session's state after the sign-in and the vault's response. */
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
