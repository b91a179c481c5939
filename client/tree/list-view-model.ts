import type { ListState } from '../remote-list.ts';
import type { SessionState } from '../session-state.ts';

/** The state that a view's welcome texts are written for; `list` shows the rows. */
export type ListViewState =
  | 'disabled'
  | 'empty'
  | 'failed'
  | 'keyRefused'
  | 'list'
  | 'loading'
  | 'noPerson'
  | 'offline'
  | 'refused'
  | 'signedOut';

/** The first thing that stands in the way of a list is what the person is told. */
export function listViewState(session: SessionState, list: ListState<unknown>): ListViewState {
  if (session.kind === 'signedOut') return session.message === undefined ? 'signedOut' : 'keyRefused';
  if (session.kind === 'loading' || session.kind === 'disabled') return session.kind;
  if (list.kind === 'known') return list.items.length > 0 ? 'list' : 'empty';
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
