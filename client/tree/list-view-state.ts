import type { ListState } from '../session/remote-list.ts';
import type { SessionState } from '../session/session-state.ts';

/** Selects a view's welcome text; `list` shows the rows instead. */
export type ListViewState =
  | 'disabled'
  | 'empty'
  | 'failed'
  | 'keyRefused'
  | 'list'
  | 'loading'
  | 'noAgent'
  | 'noPerson'
  | 'offline'
  | 'refused'
  | 'signedOut';

/** The first obstacle, which is shown instead of the list; `list` if there is none. */
export function listViewState(session: SessionState, list: ListState<unknown>): ListViewState {
  if (session.kind === 'signedOut') return session.message === undefined ? 'signedOut' : 'keyRefused';
  if (session.kind === 'loading' || session.kind === 'disabled') return session.kind;
  if (list.kind === 'known' && list.items.length > 0) return 'list';
  // The list was empty then, but may have changed since.
  if (oldSince(session, list) !== undefined) return 'offline';
  if (list.kind === 'known') return 'empty';
  if (session.kind === 'offline' || session.kind === 'failed') return session.kind;
  if (list.kind === 'loading') return 'loading';
  switch (list.reason) {
    case 'signedOut':
      return 'keyRefused';
    case 'unknownAgent':
      return 'failed';
    case 'refused':
    case 'offline':
    case 'failed':
    case 'noPerson':
      return list.reason;
  }
}

/** When the list on display was last known to be current, in ISO 8601; undefined while the vault responds. */
export function oldSince(session: SessionState, list: ListState<unknown>): string | undefined {
  if (list.kind !== 'known') return undefined;
  return list.stale || session.kind === 'offline' ? list.asOf : undefined;
}

/**
 * Whether an age would be displayed as "now", which would suggest that nothing is stale; `then` is an ISO
 * 8601 time.
 */
export function isMomentAgo(then: string, now: Date): boolean {
  return now.getTime() - Date.parse(then) < 60_000;
}
