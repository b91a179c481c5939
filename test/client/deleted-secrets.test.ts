import { describe, expect, it } from 'vitest';
import { inEnglish as t } from '../../contracts/words.ts';
import { deletedChoices, restorable } from '../../client/commands/deleted-secrets.ts';
import type { SecretMetadata } from '../../contracts/vault-api/secrets.ts';

const texts = { t, ageOf: (time: string) => `at ${time}`, dateOf: (time: string) => time.slice(0, 10) };

function secret(name: string, change: Partial<SecretMetadata> = {}): SecretMetadata {
  const time = '2026-11-18T11:00:00Z';
  return {
    name,
    kind: 'single',
    fields: [],
    description: '',
    agentIds: [],
    ends: [],
    version: 1,
    createdAt: time,
    updatedAt: time,
    revision: 1,
    etag: `${name}.1`,
    ...change,
  };
}

const deleted = (name: string, deletedAt: string, change: Partial<SecretMetadata> = {}): SecretMetadata =>
  secret(name, { deletedAt, purgeAfter: '2026-11-28T12:00:00Z', ...change });

describe('the list of deleted secrets', () => {
  it('has only deleted ones, the latest first', () => {
    const all = [
      deleted('old', '2026-11-19T12:00:00Z'),
      secret('alive'),
      deleted('new', '2026-11-21T12:00:00Z'),
    ];
    expect(restorable(all).map(({ name }) => name)).toEqual(['new', 'old']);
  });

  it('says when each was deleted, until when it can be restored, and which agents could read it', () => {
    const one = deleted('stripe', '2026-11-21T12:00:00Z', { agentIds: ['a', 'b'], description: 'Payments' });
    expect(deletedChoices([one], texts)).toEqual([
      {
        label: 'stripe',
        description: 'deleted at 2026-11-21T12:00:00Z',
        detail: 'Can be restored until 2026-11-28 · 2 agents could read it · Payments',
        secret: one,
      },
    ]);
  });
});
