import { expect, it } from 'vitest';
import type { AuditFilter, SecretFilter, Storage } from '../../../vault/storage/storage.ts';
import { account, agent, bytes, entry, later, now, secret, version } from './records.ts';

/** The contract of every storage for lists: order, filters and pages. */
export function describeLists(storage: () => Storage) {
  const names = ['c', 'a', 'b', 'B', 'é', 'a_long', '😀', '＿'];
  const inOrder = ['B', 'a', 'a_long', 'b', 'c', 'é', '＿', '😀'];

  it('pages through secrets in the order of the bytes of their names', async () => {
    await storage().transact(async (tx) => {
      for (const name of names) await tx.insertSecret(secret('a', name), version(`a-${name}`));
    });
    expect(await allPages({}, 3)).toEqual(inOrder);
  });

  it('filters secrets by the start of their names, kind, agent, and whether they are deleted', async () => {
    await storage().transact(async (tx) => {
      for (const name of names) await tx.insertSecret(secret('a', name), version(`a-${name}`));
      await tx.updateSecret(secret('a', 'b', { deletedAt: now, purgeAfter: later }));
      await tx.updateSecret(secret('a', 'c', { kind: 'single', access: access('two', 'three') }));
    });
    expect(await allPages({ namePrefix: 'a' }, 1)).toEqual(['a', 'a_long']);
    expect(await allPages({ kind: 'single' }, 5)).toEqual(['c']);
    expect(await allPages({ agentId: 'three' }, 5)).toEqual(['c']);
    expect(await allPages({ agentId: 'one', namePrefix: 'a' }, 1)).toEqual(['a', 'a_long']);
    expect(await allPages({ agentId: 'one' }, 2)).toEqual(
      inOrder.filter((name) => name !== 'b' && name !== 'c'),
    );
    expect(await allPages({ deleted: true }, 5)).toEqual(['b']);
  });

  it('pages through agents by their ids', async () => {
    await storage().transact(async (tx) => {
      for (const id of ['P-2', 'P-1', 'Q-1']) await tx.insertAgent(agent(id));
      await tx.updateAgent({ ...agent('P-2'), agentName: 'Renamed', updatedAt: later });
    });
    const list = (after: string | undefined, prefix?: string) =>
      storage().look((view) => view.listAgents('a', { after, limit: 2 }, prefix));
    const renamed = { ...agent('P-2'), agentName: 'Renamed', updatedAt: later };
    expect(await list(undefined)).toEqual([agent('P-1'), renamed]);
    expect(await list('P-2')).toEqual([agent('Q-1')]);
    expect(await list(undefined, 'Q')).toEqual([agent('Q-1')]);
  });

  it('finds secrets whose lists name deleted agents, the deleted ones too', async () => {
    await storage().transact(async (tx) => {
      for (const id of ['one', 'two', 'three']) await tx.insertAgent(agent(id));
      await tx.insertSecret(secret('a', 'x', { access: access('one', 'two') }), version('a-x'));
      await tx.insertSecret(secret('a', 'y', { access: access('three') }), version('a-y'));
      await tx.insertSecret(secret('a', 'z', { access: access('two') }), version('a-z'));
      await tx.updateSecret(secret('a', 'z', { access: access('two'), deletedAt: now, purgeAfter: later }));
    });
    const found = async (limit: number) =>
      (await storage().look((view) => view.secretsOfDeletedAgents(limit))).map(({ name }) => name);
    expect(await found(5)).toEqual([]);
    const deleted = { deletedAt: later, revision: 2 };
    await storage().transact(async (tx) => {
      for (const id of ['one', 'two']) await tx.updateAgent(agent(id, deleted));
    });
    expect(await found(5)).toEqual(['x', 'z']);
    expect(await found(1)).toEqual(['x']);
  });

  it('returns a deleted agent by its id, and in no list', async () => {
    const gone = agent('gone', { deletedAt: later, revision: 2, mac: bytes(16) });
    await storage().transact(async (tx) => {
      for (const id of ['gone', 'here']) await tx.insertAgent(agent(id));
      await tx.updateAgent(gone);
      expect(await tx.insertAgent(agent('gone'))).toBe(false);
      expect(await tx.unknownAgents('a', ['gone', 'here', 'never'])).toEqual(['gone', 'never']);
    });
    const page = { after: undefined, limit: 10 };
    expect(await storage().look((view) => view.findAgent('a', 'gone'))).toEqual(gone);
    expect(await storage().look((view) => view.agentsById('a', page))).toEqual([gone, agent('here')]);
    expect(await storage().look((view) => view.listAgents('a', page))).toEqual([agent('here')]);
  });

  it('stores the account, and counts its catalog separately', async () => {
    const settings = {
      name: 'Other',
      vaultEnabled: false,
      environments: [{ name: 'Live', suffix: '_live' }],
    };
    const changed = { ...account('a'), ...settings, revision: 2, mac: bytes(17) };
    await storage().transact(async (tx) => {
      await tx.bumpCatalogVersion('a');
      await tx.updateAccount(changed);
    });
    expect(await storage().look((view) => view.findAccount('a'))).toEqual({ ...changed, catalogVersion: 2 });
  });

  it('stores access lists of thousands of agents', async () => {
    const agentIds = Array.from({ length: 5000 }, (_, index) => `agent-${String(index).padStart(5, '0')}`);
    await storage().transact((tx) =>
      tx.insertSecret(secret('a', 'x', { access: access(...agentIds) }), version('a-x')),
    );
    expect(await allPages({ agentId: 'agent-04999' }, 5)).toEqual(['x']);
    await storage().transact((tx) =>
      tx.updateSecret(secret('a', 'x', { access: access(...agentIds.slice(1)) })),
    );
    expect(await allPages({ agentId: 'agent-00000' }, 5)).toEqual([]);
    expect(await allPages({ agentId: 'agent-00001' }, 5)).toEqual(['x']);
  });

  it('pages through the audit log of an account, newest first, by any filter', async () => {
    await storage().transact(async (tx) => {
      for (let seq = 1; seq <= 6; seq += 1) {
        const accountId = seq === 4 ? 'b' : 'a';
        const action = seq % 2 === 0 ? 'value.read' : 'access.change';
        await tx.appendAudit((head) => entry(head.seq + 1, { accountId, action }));
      }
    });
    const list = async (before: number | undefined, filter?: AuditFilter) => {
      const page = await storage().look((view) => view.listAudit('a', { before, limit: 3 }, filter));
      return [page.entries.map(({ seq }) => seq), page.next];
    };
    expect(await list(undefined)).toEqual([[6, 5, 3], 3]);
    expect(await list(3)).toEqual([[2, 1], undefined]);
    expect(await list(undefined, { actions: ['value.read'], actorId: 't' })).toEqual([[6, 2], undefined]);
    expect(await list(undefined, { secretName: 'other' })).toEqual([[], undefined]);
  });

  it('counts its content, without deleted items', async () => {
    await storage().transact(async (tx) => {
      await tx.insertAgent(agent('P-1'));
      await tx.insertAgent(agent('gone', { deletedAt: later }));
      for (const name of names) await tx.insertSecret(secret('a', name), version(`a-${name}`));
      await tx.updateSecret(secret('a', 'b', { deletedAt: now, purgeAfter: later }));
      await tx.appendAudit((head) => entry(head.seq + 1));
    });
    const { accounts, ...rest } = await storage().look((view) => view.figures());
    expect(accounts).toBeGreaterThan(0);
    expect(rest).toEqual({ agents: 1, secrets: names.length - 1, entries: 1 });
  });

  it('knows the size of its disk usage, which grows with the vault', async () => {
    const size = () => storage().look((view) => view.databaseBytes());
    const before = await size();
    expect(before).toBeGreaterThan(0);
    await storage().transact(async (tx) => {
      for (let seq = 1; seq <= 500; seq += 1) {
        await tx.appendAudit((head) => entry(head.seq + 1, { secretName: 'x'.repeat(128) }));
      }
    });
    expect(await size()).toBeGreaterThan(before);
  });

  it('stores checkpoints of the audit log', async () => {
    const checkpoint = (seq: number) => ({ seq, mac: bytes(1), at: now, keyId: 'k', signature: bytes(2) });
    await storage().transact(async (tx) => {
      for (const seq of [10, 20]) await tx.insertCheckpoint(checkpoint(seq));
    });
    expect(await storage().look((view) => view.lastCheckpoint())).toEqual(checkpoint(20));
    expect(await storage().look((view) => view.checkpointsAfter(10, 5))).toEqual([checkpoint(20)]);
  });

  async function allPages(filter: SecretFilter, limit: number): Promise<readonly string[]> {
    const found: string[] = [];
    for (;;) {
      const after = found.at(-1);
      const page = await storage().look((view) => view.listSecrets('a', { after, limit }, filter));
      found.push(...page.map(({ name }) => name));
      if (page.length < limit) return found;
    }
  }
}

function access(...agentIds: readonly string[]) {
  return { agentIds, ends: [], version: 2, updatedAt: later };
}
