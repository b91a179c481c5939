import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import { describe, expect, it, vi } from 'vitest';
import type { VaultEvent } from '../../contracts/vault-api/events.ts';
import { sentence } from '../../contracts/words.ts';
import { VaultSession } from '../../client/session/vault-session.ts';
import { type ReceivedEvent, type VaultClient, VaultError } from '../../vault-client/index.ts';
import { catalogOf, identity, secret } from './support.ts';

/** The parts of the HTTP client that a session uses. */
type SessionVault = Pick<VaultClient, 'me' | 'catalog' | 'events'>;

/** A stand-in for the HTTP client: the test sets answers and sends events. */
function fakeVault() {
  let send: (event: ReceivedEvent) => void = () => {};
  const vault: SessionVault = {
    me: vi.fn(() => Promise.resolve(identity)),
    catalog: vi.fn((agentId: string) => Promise.resolve(catalogOf(agentId, [secret('a')]))),
    events: async function* ({ signal }) {
      yield { event: { type: 'connected' } };
      while (!signal.aborted) {
        yield await new Promise<ReceivedEvent>((resolve, reject) => {
          send = resolve;
          signal.addEventListener('abort', () => reject(new VaultError('Aborted', '')));
        });
      }
    },
  };
  return { vault, send: (event: ReceivedEvent['event']) => send({ id: '1', event }) };
}

describe('a session with the vault', () => {
  it('starts signed out', () => {
    const session = new VaultSession<SessionVault>();
    session.use(undefined);
    expect(session.state.kind).toBe('signedOut');
  });

  it('shows the names of a file while no one is signed in, and never after that', async () => {
    const standIn = vi.fn(() => Promise.resolve(catalogOf('booking', [secret('example')])));
    const session = new VaultSession<SessionVault>(standIn);
    expect(await session.catalog('booking')).toMatchObject({ kind: 'missing' });
    session.use(undefined);
    expect(await session.catalog('booking')).toMatchObject({
      example: true,
      catalog: { secrets: [{ name: 'example' }] },
    });
    session.use(fakeVault().vault);
    expect(JSON.stringify(await session.catalog('booking'))).not.toContain('example');
    expect(standIn).toHaveBeenCalledOnce();
    session.dispose();
  });

  it('looks for such a file again on request', async () => {
    let file: CatalogAnswer | undefined;
    const session = new VaultSession<SessionVault>(() => Promise.resolve(file));
    session.use(undefined);
    expect(await session.catalog('booking')).toMatchObject({ kind: 'missing' });
    file = catalogOf('booking', [secret('example')]);
    await session.refresh();
    expect(session.knownCatalog('booking')).toMatchObject({ kind: 'known', example: true });
  });

  it('knows who signed in and their rights', async () => {
    const session = new VaultSession<SessionVault>();
    session.use(fakeVault().vault);
    await vi.waitFor(() => expect(session.state.kind).toBe('ready'));
    expect([session.may('access:write'), session.may('value:read')]).toEqual([true, false]);
    session.dispose();
  });

  it('starts without the vault with the last known names, marked as old', async () => {
    const { vault } = fakeVault();
    const away = () => Promise.reject(new VaultError('Unreachable', 'The vault is away.'));
    vi.mocked(vault.me).mockImplementation(away);
    vi.mocked(vault.catalog).mockImplementation(away);
    const session = new VaultSession<SessionVault>();
    const kept = catalogOf('booking', [secret('kept')]);
    const recall = (agentId: string) => Promise.resolve(agentId === 'booking' ? kept : undefined);
    session.use(vault, { recall, keep: vi.fn() });
    await vi.waitFor(() => expect(session.state.kind).toBe('offline'));
    expect(await session.catalog('booking')).toEqual({ kind: 'known', catalog: kept, stale: true });
    expect(await session.catalog('orders')).toMatchObject({ kind: 'missing', reason: 'offline' });
    session.dispose();
  });

  it("stores the vault's answers, and recalls nothing after a refusal", async () => {
    const { vault } = fakeVault();
    const session = new VaultSession<SessionVault>();
    const memory = { recall: vi.fn(() => Promise.resolve(undefined)), keep: vi.fn() };
    session.use(vault, memory);
    await session.catalog('booking');
    expect(memory.keep).toHaveBeenCalledWith(catalogOf('booking', [secret('a')]));
    vi.mocked(vault.catalog).mockImplementation(() => Promise.reject(new VaultError('Forbidden', 'No.')));
    expect(await session.catalog('orders')).toMatchObject({ kind: 'missing', reason: 'refused' });
    expect(memory.recall).not.toHaveBeenCalled();
    session.dispose();
  });

  it('requests the rights again when people of the account changed, for they may differ', async () => {
    const { vault, send } = fakeVault();
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await vi.waitFor(() => expect(session.may('access:write')).toBe(true));
    vi.mocked(vault.me).mockResolvedValue({ ...identity, role: 'author', rights: ['catalog:read'] });
    send({ type: 'people-changed' });
    await vi.waitFor(() => expect(session.may('access:write')).toBe(false));
    session.dispose();
  });

  it('restores no right from an old answer that arrives after a newer one', async () => {
    const { vault, send } = fakeVault();
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await vi.waitFor(() => expect(vault.me).toHaveBeenCalledTimes(2));
    const slow = Promise.withResolvers<typeof identity>();
    vi.mocked(vault.me).mockReturnValueOnce(slow.promise);
    vi.mocked(vault.me).mockResolvedValue({ ...identity, rights: ['catalog:read'] });
    send({ type: 'people-changed' });
    await vi.waitFor(() => expect(vault.me).toHaveBeenCalledTimes(3));
    const refreshed = session.refresh();
    slow.resolve(identity);
    await refreshed;
    await new Promise((resolve) => setTimeout(resolve));
    expect(session.may('access:write')).toBe(false);
    session.dispose();
  });

  it('is signed out, with the reason, as soon as one request is refused for an expired key', async () => {
    const { vault } = fakeVault();
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await vi.waitFor(() => expect(session.state.kind).toBe('ready'));
    const expired = () => Promise.reject(new VaultError('CredentialExpired', 'Your key has expired.'));
    vi.mocked(vault.catalog).mockImplementation(expired);
    await session.catalog('booking');
    expect(session.state).toEqual({ kind: 'signedOut', message: 'Your key has expired.' });
    session.dispose();
  });

  it('continues where it was when a user signs in again after their key expired', async () => {
    const { vault } = fakeVault();
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await session.catalog('booking');
    const expired = () => Promise.reject(new VaultError('CredentialExpired', 'Your key has expired.'));
    vi.mocked(vault.me).mockImplementation(expired);
    await session.refresh();
    expect(session.state).toEqual({ kind: 'signedOut', message: 'Your key has expired.' });
    expect(namesOf(session)).toEqual([]);
    vi.mocked(vault.me).mockImplementation(() => Promise.resolve(identity));
    session.renew();
    await vi.waitFor(() => expect(session.state.kind).toBe('ready'));
    await vi.waitFor(() => expect(namesOf(session)).toEqual(['a']));
    session.dispose();
  });

  it('requests the names again when access changed, and notifies all listeners', async () => {
    const { vault, send } = fakeVault();
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await vi.waitFor(() => expect(session.state.kind).toBe('ready'));
    await session.catalog('booking');
    const changes: unknown[] = [];
    session.onDidChange((change) => changes.push(change));
    vi.mocked(vault.catalog).mockImplementation(() => Promise.resolve(catalogOf('booking', [secret('new')])));
    send({ type: 'access-changed', names: ['new'], agentIds: ['booking'] });
    await vi.waitFor(() => expect(namesOf(session)).toEqual(['new']));
    expect(changes).toContainEqual({ agentIds: ['booking'] });
    session.dispose();
  });

  it.each<VaultEvent>([
    { type: 'request-created', requestId: 'req_1', names: ['x'], agentIds: ['booking'] },
    { type: 'request-decided', requestId: 'req_1', names: ['x'], agentIds: ['booking'] },
    { type: 'environment-changed', userId: 'usr_1' },
  ])('requests nothing because of $type', async (event) => {
    const { vault, send } = fakeVault();
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await vi.waitFor(() => expect(session.state.kind).toBe('ready'));
    await session.catalog('booking');
    const before = vi.mocked(vault.catalog).mock.calls.length;
    send(event);
    await new Promise((resolve) => setImmediate(resolve));
    expect(vi.mocked(vault.catalog).mock.calls.length).toBe(before);
    session.dispose();
  });

  it('does not request an agent that a change does not affect', async () => {
    const { vault, send } = fakeVault();
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await vi.waitFor(() => expect(session.state.kind).toBe('ready'));
    await session.catalog('booking');
    const before = vi.mocked(vault.catalog).mock.calls.length;
    send({ type: 'access-changed', names: ['x'], agentIds: ['other'] });
    await new Promise((resolve) => setImmediate(resolve));
    expect(vi.mocked(vault.catalog).mock.calls.length).toBe(before);
    session.dispose();
  });

  it('keeps the names, marked as old, when the vault becomes unreachable', async () => {
    const { vault } = fakeVault();
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await vi.waitFor(() => expect(session.state.kind).toBe('ready'));
    await session.catalog('booking');
    const away = new VaultError('Unreachable', 'Nothing answers.');
    vi.mocked(vault.me).mockRejectedValue(away);
    vi.mocked(vault.catalog).mockRejectedValue(away);
    await session.refresh();
    expect(session.state.kind).toBe('offline');
    expect(session.knownCatalog('booking')).toMatchObject({ kind: 'known', stale: true });
    session.dispose();
  });

  it('drops the names when the vault says that this user may not see them', async () => {
    const { vault } = fakeVault();
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await vi.waitFor(() => expect(session.state.kind).toBe('ready'));
    await session.catalog('booking');
    vi.mocked(vault.catalog).mockRejectedValue(new VaultError('Forbidden', 'Not yours.'));
    await session.refresh();
    expect(session.knownCatalog('booking')).toMatchObject({ kind: 'missing', reason: 'refused' });
    session.dispose();
  });

  it.each(['NotFound', 'Forbidden', 'InternalError', 'Unreachable'] as const)(
    'asks the vault once, not forever, when it answers %s and every change is followed by a request',
    async (code) => {
      const { vault } = fakeVault();
      vi.mocked(vault.catalog).mockImplementation(() => Promise.reject(new VaultError(code, 'No.')));
      const session = new VaultSession<SessionVault>();
      session.onDidChange(() => setImmediate(() => void session.catalog('booking')));
      session.use(vault);
      await vi.waitFor(() => expect(session.state.kind).toBe('ready'));
      await session.catalog('booking');
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
      // Once for the request, and at most twice more when the event stream opens.
      expect(vi.mocked(vault.catalog).mock.calls.length).toBeLessThanOrEqual(3);
      session.dispose();
    },
  );

  it('requests catalogs once after a change of its own that the vault announces', async () => {
    const { vault, send } = fakeVault();
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await session.catalog('booking');
    await vi.waitFor(() => expect(vault.me).toHaveBeenCalledTimes(2));
    await session.refresh();
    vi.useFakeTimers();
    vi.mocked(vault.catalog).mockClear();
    session.changed();
    send({ type: 'access-changed', names: ['a'], agentIds: ['booking'] });
    await vi.advanceTimersByTimeAsync(5000);
    expect(vault.catalog).toHaveBeenCalledOnce();
    session.dispose();
    vi.useRealTimers();
  });

  it('requests catalogs after a change of its own that the vault does not announce', async () => {
    const { vault } = fakeVault();
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await session.catalog('booking');
    await vi.waitFor(() => expect(vault.me).toHaveBeenCalledTimes(2));
    await session.refresh();
    vi.useFakeTimers();
    vi.mocked(vault.catalog).mockClear();
    session.changed();
    expect(vault.catalog).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(vault.catalog).toHaveBeenCalledOnce();
    session.dispose();
    vi.useRealTimers();
  });

  it('notifies no listener when a new request brought nothing new', async () => {
    const session = new VaultSession<SessionVault>();
    session.use(fakeVault().vault);
    await vi.waitFor(() => expect(session.state.kind).toBe('ready'));
    await session.catalog('booking');
    await session.refresh();
    const told = vi.fn();
    session.onDidChange(told);
    await session.refresh();
    expect(told).not.toHaveBeenCalled();
    session.dispose();
  });

  it('stays signed in while only the event stream is cut', async () => {
    const { vault: whole } = fakeVault();
    const vault: SessionVault = {
      ...whole,
      events: () => {
        throw new VaultError('BadAnswer', 'A proxy answered.');
      },
    };
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await vi.waitFor(() => expect(vi.mocked(vault.me).mock.calls.length).toBeGreaterThan(1));
    expect(session.state.kind).toBe('ready');
    session.dispose();
  });

  it.each(['TimedOut', 'Unavailable', 'TooManyRequests', 'Sealed', 'BadAnswer', 'InternalError'] as const)(
    'recovers by itself after %s, though the event stream lived on',
    async (code) => {
      const { vault } = fakeVault();
      const session = new VaultSession<SessionVault>();
      session.use(vault);
      await session.catalog('booking');
      await vi.waitFor(() => expect(vault.me).toHaveBeenCalledTimes(2));
      vi.mocked(vault.me).mockRejectedValueOnce(new VaultError(code, 'No answer.'));
      await session.refresh();
      expect(['offline', 'failed']).toContain(session.state.kind);
      expect(session.knownCatalog('booking')).toMatchObject({ stale: true });
      await vi.waitFor(() => expect(session.state.kind).toBe('ready'));
      await vi.waitFor(() => expect(session.knownCatalog('booking')).toMatchObject({ stale: false }));
      session.dispose();
    },
  );

  it('requests again by itself the names of one agent that the vault left unanswered', async () => {
    const { vault } = fakeVault();
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await vi.waitFor(() => expect(vault.me).toHaveBeenCalledTimes(2));
    vi.mocked(vault.catalog).mockRejectedValueOnce(new VaultError('TimedOut', 'No answer.'));
    expect(await session.catalog('booking')).toMatchObject({ kind: 'missing', reason: 'offline' });
    await vi.waitFor(() => expect(session.knownCatalog('booking')).toMatchObject({ stale: false }));
    session.dispose();
  });

  it('waits for no request that was sent while the vault was unreachable', async () => {
    const { vault } = fakeVault();
    const hanging = (_: unknown, signal?: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new VaultError('Aborted', '')));
      });
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await session.catalog('booking');
    await vi.waitFor(() => expect(vault.me).toHaveBeenCalledTimes(2));
    vi.mocked(vault.me).mockRejectedValueOnce(new VaultError('TimedOut', 'No answer.'));
    await session.refresh();
    vi.mocked(vault.me).mockImplementationOnce((signal) => hanging(undefined, signal));
    void session.refresh();
    await vi.waitFor(() => expect(session.state.kind).toBe('ready'));
    await vi.waitFor(() => expect(session.knownCatalog('booking')).toMatchObject({ stale: false }));
    session.dispose();
  });

  it('notifies listeners of a new connection once the state is current', async () => {
    const { vault } = fakeVault();
    const session = new VaultSession<SessionVault>();
    const states: string[] = [];
    session.onDidReceive(({ type }) => states.push(`${type} ${session.state.kind}`));
    vi.mocked(vault.me).mockRejectedValueOnce(new VaultError('Unreachable', 'Nothing answers.'));
    session.use(vault);
    await vi.waitFor(() => expect(states).toEqual(['connected ready']));
    session.dispose();
  });

  it('says that the vault is switched off, even when it refuses to identify the key', async () => {
    const { vault } = fakeVault();
    vi.mocked(vault.me).mockRejectedValue(new VaultError('VaultDisabled', 'Switched off.'));
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await vi.waitFor(() => expect(session.state.kind).toBe('disabled'));
    session.dispose();
  });

  it('signs out by itself when the key has expired, and says so', async () => {
    const { vault } = fakeVault();
    vi.mocked(vault.me).mockRejectedValue(new VaultError('CredentialExpired', 'The key has expired.'));
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await vi.waitFor(() =>
      expect(session.state).toEqual({ kind: 'signedOut', message: 'The key has expired.' }),
    );
  });

  it("reports a failure of our own in the user's language, without its message", async () => {
    const { vault } = fakeVault();
    vi.mocked(vault.me).mockRejectedValue(new TypeError('x is undefined'));
    const session = new VaultSession<SessionVault>();
    session.use(vault);
    await vi.waitFor(() =>
      expect(session.state).toEqual({
        kind: 'failed',
        message: sentence('An unexpected error occurred. Try again.'),
      }),
    );
    session.dispose();
  });

  it('leaves nothing behind when another user signs in', async () => {
    const session = new VaultSession<SessionVault>();
    session.use(fakeVault().vault);
    await vi.waitFor(() => expect(session.state.kind).toBe('ready'));
    await session.catalog('booking');
    session.use(fakeVault().vault);
    expect(session.knownCatalog('booking')).toBeUndefined();
    session.dispose();
  });
});

function namesOf(session: VaultSession<SessionVault>): readonly string[] {
  const state = session.knownCatalog('booking');
  return state?.kind === 'known' ? state.catalog.secrets.map(({ name }) => name) : [];
}
