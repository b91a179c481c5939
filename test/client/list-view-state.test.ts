import { describe, expect, it } from 'vitest';
import type { ListState } from '../../client/session/remote-list.ts';
import type { SessionState } from '../../client/session/session-state.ts';
import { isMomentAgo, listViewState, oldSince } from '../../client/tree/list-view-state.ts';
import { identity } from './support.ts';

const ready: SessionState = { kind: 'ready', identity };
const offline: SessionState = { kind: 'offline', message: '', identity };
const loading: ListState<string> = { kind: 'loading' };
const known: ListState<string> = { kind: 'known', items: ['a'], asOf: '2026-11-21T12:00:00Z', stale: false };
const missing = (reason: 'offline' | 'refused' | 'failed' | 'noPerson' | 'signedOut'): ListState<string> => ({
  kind: 'missing',
  reason,
});

describe('a list view distinguishes its states', () => {
  it.each<[string, SessionState, ListState<string>, string]>([
    ['no one is signed in', { kind: 'signedOut' }, loading, 'signedOut'],
    ['the key was refused', { kind: 'signedOut', message: 'Expired.' }, loading, 'keyRefused'],
    ['the sign-in is checked', { kind: 'loading' }, loading, 'loading'],
    ['the vault is switched off', { kind: 'disabled', identity }, loading, 'disabled'],
    ['the list is on its way', ready, loading, 'loading'],
    ['the vault is away', offline, loading, 'offline'],
    ['the vault is away, but the list is known', offline, known, 'list'],
    ['the vault answers rubbish', { kind: 'failed', message: '' }, loading, 'failed'],
    ['only the list cannot be had', ready, missing('failed'), 'failed'],
    ['the person may not see it', ready, missing('refused'), 'refused'],
    ['the key speaks for no person', ready, missing('noPerson'), 'noPerson'],
    ['the key ended meanwhile', ready, missing('signedOut'), 'keyRefused'],
    ['there was nothing, and the vault is away', offline, { ...known, items: [] }, 'offline'],
    [
      'there is something, but the key ended',
      { kind: 'signedOut', message: 'Expired.' },
      known,
      'keyRefused',
    ],
    ['there is nothing yet', ready, { ...known, items: [] }, 'empty'],
    ['there is something', ready, known, 'list'],
  ])('when %s', (_, session, list, state) => {
    expect(listViewState(session, list)).toBe(state);
  });

  it('shows how old the rows are, and only when they may be stale', () => {
    expect(oldSince(ready, known)).toBeUndefined();
    expect(oldSince(offline, known)).toBe('2026-11-21T12:00:00Z');
    expect(oldSince(ready, { ...known, stale: true })).toBe('2026-11-21T12:00:00Z');
    expect(oldSince(offline, loading)).toBeUndefined();
  });

  it('shows an age below a minute as a moment, never as "now"', () => {
    const then = '2026-11-21T12:00:00Z';
    expect(isMomentAgo(then, new Date('2026-11-21T12:00:59Z'))).toBe(true);
    expect(isMomentAgo(then, new Date('2026-11-21T12:01:00Z'))).toBe(false);
  });
});
