import { describe, expect, it } from 'vitest';
import { isFromSecretsPanel, type ListedSecret, type SecretsView } from '../../contracts/secrets-messages.ts';
import { firstView, type KnownUse, shownSecrets } from '../../webview/secrets/shown.ts';

const agents = new Map([
  ['a', 'Airline'],
  ['b', 'Bistro'],
]);

function secret(name: string, given: Partial<ListedSecret> = {}): ListedSecret {
  return {
    name,
    description: '',
    fields: [],
    agentIds: [],
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
    ...given,
  };
}

const secrets = [
  secret('key_10', { description: 'Payments', agentIds: ['a', 'b'], updatedAt: '2026-03-01T00:00:00Z' }),
  secret('key_2', { fields: ['client_id'], agentIds: ['b'], createdAt: '2026-02-01T00:00:00Z' }),
  secret('old', { deprecated: {}, createdAt: '2026-04-01T00:00:00Z' }),
];

function shown(view: Partial<SecretsView>, use: KnownUse = {}): readonly string[] {
  return shownSecrets(secrets, agents, { ...firstView, ...view }, use).map(({ name }) => name);
}

describe('the secrets of the account that nothing uses', () => {
  const code = { used: ['key_10'], maybe: ['key_2'], complete: true };

  it('are those that no code reads by name', () => {
    expect(shown({ show: 'unused' }, { code })).toEqual(['key_2', 'old']);
  });

  it('are not known until all code is analyzed', () => {
    expect(shown({ show: 'unused' })).toEqual([]);
    expect(shown({ show: 'unused' }, { code: { ...code, complete: false } })).toEqual([]);
  });
});

describe('the secrets of the account that no agent reads', () => {
  const [now, old] = [new Date().toISOString(), '2026-01-01T00:00:00Z'];
  const read = [
    secret('fresh', { createdAt: now }),
    secret('in_use', { lastReadAt: now }),
    secret('left', { lastReadAt: old }),
    secret('never', {}),
  ];
  const names = (view: Partial<SecretsView>) =>
    shownSecrets(read, agents, { ...firstView, ...view }).map(({ name }) => name);

  it('were never read, or not for 90 days; a new one had no time to be read', () => {
    expect(names({ show: 'unread' })).toEqual(['fresh', 'never']);
    expect(names({ show: 'stale' })).toEqual(['left', 'never']);
  });

  it('come first when sorted by their last read', () => {
    expect(names({ order: 'read' })).toEqual(['fresh', 'never', 'left', 'in_use']);
  });
});

it('deleted secrets of the account appear only among themselves', () => {
  const all = [...secrets, secret('gone', { deletedAt: '2026-05-01T00:00:00Z', deprecated: {} })];
  const names = (show: SecretsView['show']): readonly string[] =>
    shownSecrets(all, agents, { ...firstView, show }).map(({ name }) => name);
  expect(names('deleted')).toEqual(['gone']);
  expect(names('all')).not.toContain('gone');
  expect(names('ungranted')).not.toContain('gone');
  expect(names('deprecated')).not.toContain('gone');
});

describe('the secrets of the account', () => {
  it('are sorted as people count, or by time or number of agents', () => {
    expect(shown({})).toEqual(['key_2', 'key_10', 'old']);
    expect(shown({ order: 'newest' })).toEqual(['old', 'key_2', 'key_10']);
    expect(shown({ order: 'changed' })).toEqual(['key_10', 'key_2', 'old']);
    expect(shown({ order: 'agents' })).toEqual(['key_10', 'key_2', 'old']);
  });

  it('are found by name, description, field and agent; every word must match', () => {
    expect(shown({ filter: 'KEY' })).toEqual(['key_2', 'key_10']);
    expect(shown({ filter: 'payments' })).toEqual(['key_10']);
    expect(shown({ filter: 'client_id' })).toEqual(['key_2']);
    expect(shown({ filter: 'airline key' })).toEqual(['key_10']);
    expect(shown({ filter: 'airline old' })).toEqual([]);
  });

  it('can be limited to an owner and a label', () => {
    const all = [
      secret('a', { owner: 'Treasury', labels: ['live', 'eu'] }),
      secret('b', { owner: 'Treasury' }),
      secret('c', { labels: ['live'] }),
    ];
    const names = (view: Partial<SecretsView>): readonly string[] =>
      shownSecrets(all, agents, { ...firstView, ...view }).map(({ name }) => name);
    expect(names({ owner: 'Treasury' })).toEqual(['a', 'b']);
    expect(names({ label: 'live' })).toEqual(['a', 'c']);
    expect(names({ owner: 'Treasury', label: 'live' })).toEqual(['a']);
  });

  it('can be limited to those that no agent can read, or that are deprecated', () => {
    expect(shown({ show: 'ungranted' })).toEqual(['old']);
    expect(shown({ show: 'deprecated' })).toEqual(['old']);
    expect(shown({ show: 'deprecated', filter: 'key' })).toEqual([]);
  });
});

it('messages of the page are checked', () => {
  expect(isFromSecretsPanel({ type: 'act-on-all', action: 'grant', names: ['a'] })).toBe(true);
  expect(isFromSecretsPanel({ type: 'act-on-all', action: 'delete', names: [1] })).toBe(false);
  expect(isFromSecretsPanel({ type: 'draft', view: firstView })).toBe(true);
  expect(isFromSecretsPanel({ type: 'draft', view: { ...firstView, show: 'old' } })).toBe(false);
  expect(isFromSecretsPanel({ type: 'act', action: 'edit', name: 'a' })).toBe(true);
  expect(isFromSecretsPanel({ type: 'act', action: 'purge', name: 'a' })).toBe(false);
});

describe('the secrets of the account are found', () => {
  const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const all = [
    secret('ending', { expiresOn: day(3), owner: 'Payments team' }),
    secret('overdue', { rotateBy: day(-3), labels: ['live'] }),
    secret('fresh', { expiresOn: day(90) }),
    secret('gone', { expiresOn: day(3), deletedAt: '2026-05-01T00:00:00Z' }),
  ];
  const names = (view: Partial<SecretsView>): readonly string[] =>
    shownSecrets(all, agents, { ...firstView, ...view }).map(({ name }) => name);

  it('if they expire or are to be rotated', () => {
    expect(names({ show: 'due' })).toEqual(['ending', 'overdue']);
  });

  it('by their owner and labels', () => {
    expect(names({ filter: 'payments' })).toEqual(['ending']);
    expect(names({ filter: 'LIVE' })).toEqual(['overdue']);
  });
});
