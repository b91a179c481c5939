import { describe, expect, it, vi } from 'vitest';
import { Emitter } from '../../client/common/emitter.ts';
import { RemoteList } from '../../client/session/remote-list.ts';
import type { SessionState } from '../../client/session/session-state.ts';
import type { SessionChange } from '../../client/session/vault-session.ts';
import { type ReceivedEvent, VaultError } from '../../vault-client/index.ts';
import { identity } from './support.ts';

/** A user who signs in and out, and a vault with given answers. */
function fakeSession() {
  const changes = new Emitter<SessionChange>();
  const events = new Emitter<ReceivedEvent['event']>();
  const session = {
    state: { kind: 'signedOut' } as SessionState,
    vault: undefined as string | undefined,
    onDidChange: changes.event,
    onDidReceive: events.event,
    reconnect: vi.fn(),
  };
  const ask = vi.fn((vault: string) => Promise.resolve([`of ${vault}`]));
  const list = new RemoteList<string, string>({
    session,
    ask,
    concerns: (type) => type === 'request-created',
    now: () => new Date('2026-11-21T12:00:00Z'),
  });
  const signIn = (vault: string | undefined): void => {
    session.vault = vault;
    session.state = vault === undefined ? { kind: 'signedOut' } : { kind: 'ready', identity };
    changes.fire({});
  };
  return { list, ask, signIn, events, reconnect: session.reconnect };
}

const failing = (code: 'Unreachable' | 'Forbidden' | 'NoUser') => () =>
  Promise.reject(new VaultError(code, 'No.'));

describe('a list of the signed-in user', () => {
  it('is requested once a user signs in, and not before', async () => {
    const { list, ask, signIn } = fakeSession();
    expect(ask).not.toHaveBeenCalled();
    signIn('Ada');
    await vi.waitFor(() => expect(list.items).toEqual(['of Ada']));
  });

  it('is requested again when the vault announces a change, and for nothing else', async () => {
    const { list, ask, signIn, events } = fakeSession();
    signIn('Ada');
    await vi.waitFor(() => expect(list.state.kind).toBe('known'));
    ask.mockResolvedValue(['new']);
    events.fire({ type: 'catalog-changed', names: [] });
    expect(ask).toHaveBeenCalledTimes(1);
    events.fire({ type: 'request-created', requestId: 'r', names: [], agentIds: [] });
    await vi.waitFor(() => expect(list.items).toEqual(['new']));
  });

  it('of one user is never shown to the next', async () => {
    const { list, ask, signIn } = fakeSession();
    signIn('Ada');
    await vi.waitFor(() => expect(list.items).toEqual(['of Ada']));
    let answer: (items: string[]) => void = () => {};
    ask.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    const late = list.refresh();
    signIn('Bo');
    await vi.waitFor(() => expect(list.items).toEqual(['of Bo']));
    answer(['of Ada, late']);
    await late;
    expect(list.items).toEqual(['of Bo']);
    signIn(undefined);
    expect(list.items).toEqual([]);
  });

  it('stays, marked as old, while the vault is unreachable', async () => {
    const { list, ask, signIn } = fakeSession();
    signIn('Ada');
    await vi.waitFor(() => expect(list.state.kind).toBe('known'));
    ask.mockImplementation(failing('Unreachable'));
    await list.refresh();
    expect(list.state).toMatchObject({ kind: 'known', items: ['of Ada'], stale: true });
  });

  it('that got no answer has the session connect again, and is then requested again', async () => {
    const { list, ask, signIn, events, reconnect } = fakeSession();
    ask.mockImplementationOnce(failing('Unreachable'));
    signIn('Ada');
    await vi.waitFor(() => expect(reconnect).toHaveBeenCalledOnce());
    events.fire({ type: 'connected' });
    await vi.waitFor(() => expect(list.items).toEqual(['of Ada']));
    ask.mockImplementation(failing('Forbidden'));
    await list.refresh();
    expect(reconnect).toHaveBeenCalledOnce();
  });

  it.each([
    ['Forbidden', 'refused'],
    ['NoUser', 'noPerson'],
    ['Unreachable', 'offline'],
  ] as const)('says why it is missing: %s', async (code, reason) => {
    const { list, ask, signIn } = fakeSession();
    ask.mockImplementation(failing(code));
    signIn('Ada');
    await vi.waitFor(() => expect(list.state).toEqual({ kind: 'missing', reason }));
  });
});
