import type { ListState } from '../session/remote-list.ts';
import type { SessionState } from '../session/session-state.ts';

/** The state that a view's welcome texts are written for; `list` shows the rows. */
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

/** The first obstacle for a list, which is shown in its place. */
export function listViewState(session: SessionState, list: ListState<unknown>): ListViewState {
  if (session.kind === 'signedOut') return session.message === undefined ? 'signedOut' : 'keyRefused';
  if (session.kind === 'loading' || session.kind === 'disabled') return session.kind;
  if (list.kind === 'known' && list.items.length > 0) return 'list';
  // "Nothing yet" was true then; whether it still is, is unknown.
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

/** ISO 8601: since when what is shown may be old; undefined while the vault answers. */
export function oldSince(session: SessionState, list: ListState<unknown>): string | undefined {
  if (list.kind !== 'known') return undefined;
  return list.stale || session.kind === 'offline' ? list.asOf : undefined;
}

/** Whether an age would be told as "now", which reads as if nothing were old. Both are moments; `then` is ISO 8601. */
export function isMomentAgo(then: string, now: Date): boolean {
  return now.getTime() - Date.parse(then) < 60_000;
}
