import { describe, expect, it, vi } from 'vitest';
import { Emitter } from '../../client/common/emitter.ts';
import { sessionAnswered } from '../../client/session/await-session.ts';
import type { SessionState } from '../../client/session/session-state.ts';
import type { SessionChange } from '../../client/session/vault-session.ts';
import { identity } from './support.ts';

const loading: SessionState = { kind: 'loading' };
const ready: SessionState = { kind: 'ready', identity };
const offline: SessionState = { kind: 'offline', message: 'Nothing answers there.' };
const failed: SessionState = { kind: 'failed', message: 'The vault has a problem.' };
const signedOut: SessionState = { kind: 'signedOut' };

/** A tab that waits while the session enters each state in turn, and the messages it has received. */
async function waitThrough(first: SessionState, ...states: readonly SessionState[]) {
  const changes = new Emitter<SessionChange>();
  const closing = new Emitter<void>();
  const session = { state: first, onDidChange: changes.event };
  const heard = vi.fn();
  const isAway = vi.fn();
  void sessionAnswered(session, { onDidDispose: closing.event }, isAway).then(heard);
  const enter = async (state: SessionState): Promise<void> => {
    session.state = state;
    changes.fire({});
    await Promise.resolve();
  };
  for (const state of states) await enter(state);
  await Promise.resolve();
  const close = async (): Promise<void> => {
    closing.fire();
    await Promise.resolve();
  };
  return { heard, isAway, enter, close };
}

describe('a restored tab', () => {
  it('comes back immediately when the vault has already answered', async () => {
    const { heard, isAway } = await waitThrough(ready);
    expect(heard).toHaveBeenCalledExactlyOnceWith(ready);
    expect(isAway).not.toHaveBeenCalled();
  });

  it.each([
    ['away', offline],
    ['in trouble', failed],
  ])('waits while the vault is %s, says so, and comes back with what was typed', async (_, state) => {
    const { heard, isAway, enter } = await waitThrough(loading, state);
    expect([heard.mock.calls.length, isAway.mock.calls.length]).toEqual([0, 1]);
    await enter(ready);
    expect(heard).toHaveBeenCalledExactlyOnceWith(ready);
  });

  it('stops waiting when the user signs out', async () => {
    const { heard } = await waitThrough(offline, signedOut);
    expect(heard).toHaveBeenCalledExactlyOnceWith(signedOut);
  });

  it('stops waiting when it is closed, and gets no message afterwards', async () => {
    const { heard, isAway, enter, close } = await waitThrough(loading);
    await close();
    await enter(offline);
    expect(heard).toHaveBeenCalledExactlyOnceWith(undefined);
    expect(isAway).not.toHaveBeenCalled();
  });
});
