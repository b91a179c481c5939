import { describe, expect, it } from 'vitest';
import type { AuditPage } from '../../contracts/vault-api/audit.ts';
import type { AuditSearch } from '../../vault-client/resources/audit.ts';
import { lastReadOf } from '../../client/session/last-read.ts';
import { VaultError } from '../../vault-client/index.ts';

const read: AuditPage['events'][number] = {
  seq: 7,
  at: '2026-11-21T12:00:00.000Z',
  actorId: 'tok_1',
  actorRole: 'agent',
  action: 'value.read',
  agentId: 'PROJECT-1',
  decision: 'allowed',
  granted: [],
  revoked: [],
  requestId: 'req_1',
};

function vaultWith(pages: readonly AuditPage[]) {
  const searches: AuditSearch[] = [];
  const vault = {
    async *auditPages(_account: string, search: AuditSearch): AsyncGenerator<AuditPage> {
      searches.push(search);
      yield* pages;
      return Promise.resolve();
    },
  };
  return { searches, signedIn: { vault, accountId: 'acc' } };
}

const stripe = { name: 'stripe' };
const empty: AuditPage = { events: [], nextCursor: 'more' };

describe('when a secret was read last', () => {
  it('is the time and the agent of the newest allowed read, even if pages before it are empty', async () => {
    const { signedIn, searches } = vaultWith([empty, { events: [read] }]);
    expect(await lastReadOf(signedIn, stripe)).toEqual({ at: read.at, agentId: 'PROJECT-1' });
    expect(searches).toEqual([
      { secretName: 'stripe', action: 'value.read', decision: 'allowed', limit: '1' },
    ]);
  });

  it('is never, if the log has no read', async () => {
    expect(await lastReadOf(vaultWith([{ events: [] }]).signedIn, stripe)).toBeNull();
  });

  it('is unknown after too many pages of other entries, and if the log does not answer', async () => {
    const long = Array.from({ length: 100 }, () => empty);
    expect(await lastReadOf(vaultWith(long).signedIn, stripe)).toBeUndefined();
    const failing = {
      async *auditPages(): AsyncGenerator<AuditPage> {
        yield await Promise.reject(new VaultError('Unreachable', 'No answer.'));
      },
    };
    expect(await lastReadOf({ vault: failing, accountId: 'acc' }, stripe)).toBeUndefined();
  });

  describe('if the vault recorded a read with the secret', () => {
    const earlier = { ...stripe, lastReadAt: '2026-11-21T12:00:00.000Z' };
    const later = { ...stripe, lastReadAt: '2026-11-22T07:00:00.000Z' };

    it('is that hour, if the log has lost the read or has only older ones', async () => {
      const only = { at: later.lastReadAt };
      expect(await lastReadOf(vaultWith([{ events: [] }]).signedIn, later)).toEqual(only);
      expect(await lastReadOf(vaultWith([{ events: [read] }]).signedIn, later)).toEqual(only);
    });

    it('is that hour, if the user cannot see the log, or the log is too long', async () => {
      const long = Array.from({ length: 100 }, () => empty);
      expect(await lastReadOf(undefined, later)).toEqual({ at: later.lastReadAt });
      expect(await lastReadOf(vaultWith(long).signedIn, later)).toEqual({ at: later.lastReadAt });
      expect(await lastReadOf(undefined, stripe)).toBeUndefined();
    });

    it('is the read of the log in or after that hour, with its agent', async () => {
      expect(await lastReadOf(vaultWith([{ events: [read] }]).signedIn, earlier)).toEqual({
        at: read.at,
        agentId: 'PROJECT-1',
      });
    });
  });
});
