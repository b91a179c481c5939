import { describe, expect, it } from 'vitest';
import { nextPage } from '../../client/panels/event-pages.ts';
import { concernsHistory, isEventShown } from '../../client/panels/history.ts';
import { eventShown, namesOf } from '../../client/panels/shown-events.ts';
import type { ReceivedEvent } from '../../vault-client/index.ts';
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
  it('has nothing about environment secrets of the same name', () => {
    const log = ['secret.create', 'environment.create', 'value.read', 'environment.delete'].map(
      (action, seq) => event(seq, action),
    );
    const shown = log.filter((one) => isEventShown('all', one)).map(({ action }) => action);
    expect(shown).toEqual(['secret.create', 'value.read']);
  });
});

describe('the filter of the history', () => {
  const actions = ['secret.rotate', 'value.read', 'version.list', 'access.read', 'secret.describe'];
  const log = [
    ...actions.map((action, seq) => event(seq, action)),
    { ...event(9, 'value.read'), decision: 'denied', code: 'MissingAccess' } as const,
    { ...event(10, 'version.list'), decision: 'denied', code: 'Forbidden' } as const,
  ];
  const seqs = (filter: Parameters<typeof isEventShown>[0]): readonly number[] =>
    log.filter((one) => isEventShown(filter, one)).map(({ seq }) => seq);

  it('hides by default that someone looked at the history or the secret, unless that was refused', () => {
    expect(seqs('activity')).toEqual([0, 1, 9, 10]);
  });

  it('shows changes, reads, what was refused, or everything', () => {
    expect(seqs('changes')).toEqual([0]);
    expect(seqs('reads')).toEqual([1, 9]);
    expect(seqs('refused')).toEqual([9, 10]);
    expect(seqs('all')).toEqual([0, 1, 2, 3, 4, 9, 10]);
  });

  const isShown = (one: AuditEvent): boolean => isEventShown('activity', one);

  it('searches only a part of a long log at a time', async () => {
    const long = Array.from({ length: 5_000 }, (_, seq) => event(seq, 'version.list'));
    const source = inOrder([...long, event(5_001, 'secret.create')]);
    const first = await nextPage(source, { count: 25, isShown });
    expect(first).toMatchObject({ events: [], more: true });
    expect(first.last).toBeLessThan(5_000);
  });

  it('ends with the log', async () => {
    const source = inOrder([event(2, 'secret.rotate'), event(1, 'version.list')]);
    const { events, more, last } = await nextPage(source, { count: 25, isShown });
    expect([events.map(({ seq }) => seq), more, last]).toEqual([[2], false, 1]);
  });
});

describe('an event in the history', () => {
  const request = {
    id: 'req_7',
    agentId: 'a',
    secretName: 'stripe_api_key',
    status: 'declined',
    reason: 'Checkout needs it',
    requestedBy: 'usr_1',
    requestedByName: 'Ada',
    createdAt: '2026-11-21T12:00:00.000Z',
    note: 'Use the sandbox key',
  } as const;
  const reasonOf = (action: string, targetId = 'req_7'): string | undefined =>
    eventShown({ ...event(1, action), targetId }, namesOf([], [], []), new Map([[request.id, request]]))
      .reason;

  it('has the reason of its request, and the note of its decision', () => {
    expect(reasonOf('request.create')).toBe('Checkout needs it');
    expect(reasonOf('request.decline')).toBe('Use the sandbox key');
    expect(reasonOf('request.decline', 'req_8')).toBeUndefined();
    expect(reasonOf('secret.rotate')).toBeUndefined();
  });

  it('has the reason for a refusal', () => {
    const refused = { ...event(1, 'value.read'), decision: 'denied', code: 'MissingAccess' } as const;
    expect(eventShown(refused, namesOf([], [], []), new Map())).toMatchObject({
      decision: 'denied',
      code: 'MissingAccess',
    });
  });
});

describe('the history follows', () => {
  const cases: readonly (readonly [ReceivedEvent['event'], boolean])[] = [
    [{ type: 'access-changed', names: ['a'], agentIds: [] }, true],
    [{ type: 'access-changed', names: ['b'], agentIds: [] }, false],
    [{ type: 'request-created', requestId: 'r', names: ['a'], agentIds: [] }, true],
    [{ type: 'request-decided', requestId: 'r', names: ['b'], agentIds: [] }, false],
    [{ type: 'catalog-changed', names: ['a'] }, true],
    [{ type: 'people-changed' }, false],
  ];
  it.each(cases)('%j: %s', (received, expected) => {
    expect(concernsHistory(received, 'a')).toBe(expected);
  });
});

async function* inOrder<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
