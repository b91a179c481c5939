import { describe, expect, it } from 'vitest';
import { eventsOnSecret } from '../../client/panels/history.ts';
import type { AuditEvent } from '../../contracts/vault-api/audit.ts';

const event = (seq: number, action: string): AuditEvent => ({
  seq,
  at: '2026-11-21T12:00:00.000Z',
  actorId: 'tok_1',
  actorRole: 'author',
  action,
  decision: 'allowed',
  secretName: 'stripe_api_key',
  granted: [],
  revoked: [],
  requestId: 'req_1',
});

describe('the history of a secret', () => {
  it('has nothing about environment secrets of the same name', async () => {
    const log = ['secret.create', 'environment.create', 'value.read', 'environment.delete'].map(
      (action, seq) => event(seq, action),
    );
    const shown: string[] = [];
    for await (const { action } of eventsOnSecret(inOrder(log))) shown.push(action);
    expect(shown).toEqual(['secret.create', 'value.read']);
  });
});

async function* inOrder<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
