import { describe, expect, it } from 'vitest';
import { DismissedRequests } from '../../client/session/dismissed-requests.ts';
import {
  agentsWithOtherRequests,
  newDecisions,
  openRequestsOf,
  ownOpenIds,
  ownRequestFor,
} from '../../client/session/own-requests.ts';
import type { RequestRow } from '../../client/session/request-rows.ts';
import type { AccessRequest } from '../../contracts/vault-api/requests.ts';

function row(id: string, change: Partial<AccessRequest> = {}, isOwn = true): RequestRow {
  const request: AccessRequest = {
    id,
    agentId: 'booking',
    secretName: 'fraud_key',
    status: 'pending',
    reason: 'deposits',
    requestedBy: 'usr_bo',
    requestedByName: 'Bo',
    createdAt: '2026-11-21T12:00:00Z',
    ...change,
  };
  return { type: 'request', request, agentName: 'Hotel Booking', isOwn, mayDecide: false };
}

describe('a request for access', () => {
  it('is known to the code of its agent while it is open', () => {
    const rows = [
      row('own'),
      row('of another', { secretName: 'crm' }, false),
      row('decided', { status: 'declined', secretName: 'sms' }),
      row('elsewhere', { agentId: 'other' }),
    ];
    expect(openRequestsOf(rows, 'booking')).toEqual([
      { name: 'fraud_key', at: '2026-11-21T12:00:00Z' },
      { name: 'crm', at: '2026-11-21T12:00:00Z', by: 'Bo' },
    ]);
  });

  it('offers its reason again, open or declined, but not after it was approved', () => {
    const declined = row('a', { status: 'declined', createdAt: '2026-11-20T12:00:00Z' });
    const open = row('b', { reason: 'refunds' });
    expect(ownRequestFor([declined, open], 'booking', 'fraud_key')?.reason).toBe('refunds');
    expect(ownRequestFor([declined], 'booking', 'fraud_key')?.id).toBe('a');
    expect(
      ownRequestFor([row('c', { status: 'approved' }), declined], 'booking', 'fraud_key'),
    ).toBeUndefined();
    expect(ownRequestFor([row('d', {}, false)], 'booking', 'fraud_key')).toBeUndefined();
  });

  it('is reported once when it has been decided, also if that was while no window was open', () => {
    const open = ownOpenIds([row('a'), row('b'), row('x', {}, false)]);
    expect(open).toEqual(['a', 'b']);
    const later = [row('a', { status: 'declined' }), row('b'), row('old', { status: 'approved' })];
    expect(newDecisions(later, open).map(({ request }) => request.id)).toEqual(['a']);
    expect(newDecisions(later, ownOpenIds(later))).toEqual([]);
    expect(newDecisions([row('a', { status: 'cancelled' })], open)).toEqual([]);
  });

  it('changes the warnings of its own agent only', () => {
    const other = row('o', { agentId: 'other' });
    expect(agentsWithOtherRequests([other], [row('a'), other])).toEqual(['booking']);
    expect(agentsWithOtherRequests([row('a')], [row('a', { status: 'approved' })])).toEqual(['booking']);
    expect(agentsWithOtherRequests([row('a')], [row('a')])).toEqual([]);
  });

  it('stays dismissed', async () => {
    const stored = new Map<string, unknown>();
    const memory = {
      get: (key: string) => stored.get(key),
      update: async (key: string, value: unknown) => void stored.set(key, value),
    };
    await new DismissedRequests(memory).add('a');
    expect(new DismissedRequests(memory).has('a')).toBe(true);
    expect(new DismissedRequests(memory).has('b')).toBe(false);
    for (let at = 0; at < 300; at++) await new DismissedRequests(memory).add(`r${at}`);
    expect(new DismissedRequests(memory).has('a')).toBe(false);
    expect(new DismissedRequests(memory).has('r299')).toBe(true);
  });
});
