import type { ListState } from '../session/remote-list.ts';
import type { SessionState } from '../session/session-state.ts';

/** The state that selects a view's welcome text; `list` shows the rows. */
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

/** The first obstacle for a list, shown instead of it. */
export function listViewState(session: SessionState, list: ListState<unknown>): ListViewState {
  if (session.kind === 'signedOut') return session.message === undefined ? 'signedOut' : 'keyRefused';
  if (session.kind === 'loading' || session.kind === 'disabled') return session.kind;
  if (list.kind === 'known' && list.items.length > 0) return 'list';
  // The list was empty then; whether it still is, is unknown.
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

/** ISO 8601: since when the shown list may be stale; undefined while the vault responds. */
export function oldSince(session: SessionState, list: ListState<unknown>): string | undefined {
  if (list.kind !== 'known') return undefined;
  return list.stale || session.kind === 'offline' ? list.asOf : undefined;
}

/**
 * Whether an age would be displayed as "now", as if nothing were stale. Both are points in time; `then` is
 * ISO 8601.
 */
export function isMomentAgo(then: string, now: Date): boolean {
  return now.getTime() - Date.parse(then) < 60_000;
}
