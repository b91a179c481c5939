import { describe, expect, it } from 'vitest';
import { requestContext, requestedPlace, requestRows, waiting } from '../../client/session/request-rows.ts';
import type { AccessRequest } from '../../contracts/vault-api/requests.ts';
import { identity } from './support.ts';

const agents = [{ agentId: 'booking', agentName: 'Hotel Booking' }];
const author = { ...identity, id: 'tok_1', userId: 'usr_bo', rights: ['requests:write' as const] };

function request(id: string, change: Partial<AccessRequest> = {}): AccessRequest {
  return {
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
}

describe('the Requests view', () => {
  it('shows an admin all open requests', () => {
    const rows = requestRows(
      identity,
      [request('a'), request('b', { requestedBy: 'usr_x' }), request('c', { status: 'approved' })],
      agents,
    );
    expect(rows.map((row) => row.request.id)).toEqual(['a', 'b']);
    expect(waiting(rows)).toBe(2);
    expect(rows[0] && requestContext(rows[0])).toBe('request pending mayDecide');
  });

  it('shows an author their own only, open ones first, and the outcome of the others', () => {
    const rows = requestRows(
      author,
      [
        request('declined', { status: 'declined' }),
        request('open'),
        request('withdrawn', { status: 'cancelled' }),
        request('of another user', { requestedBy: 'x' }),
      ],
      agents,
    );
    expect(rows.map((row) => row.request.id)).toEqual(['open', 'declined']);
    expect(rows.map(requestContext)).toEqual(['request pending own', 'request declined own']);
    expect(waiting(rows)).toBe(0);
  });

  it('recognizes the author by the key when the key belongs to no person', () => {
    const { userId: _, ...key } = author;
    const rows = requestRows(key, [request('a', { requestedBy: 'tok_1' })], agents);
    expect(rows.map(({ isOwn }) => isOwn)).toEqual([true]);
  });

  it('shows the id of an agent that is no longer listed', () => {
    const [row] = requestRows(identity, [request('a', { agentId: 'gone' })], agents);
    expect(row?.agentName).toBe('gone');
  });

  it('does not fill the view with old decisions', () => {
    const old = Array.from({ length: 40 }, (_, index) => request(`r${index}`, { status: 'approved' }));
    expect(requestRows(author, old, agents)).toHaveLength(10);
  });
});

describe('the place of a request', () => {
  it('is a path in the project and a line', () => {
    expect(requestedPlace('functions/check in.py:12')).toEqual({ path: 'functions/check in.py', line: 11 });
  });

  it.each([
    ['leads out of the project', '../../home/x.py:1'],
    ['leads out in the middle', 'functions/../../x.py:1'],
    ['is absolute', '/etc/passwd:1'],
    ['is a drive', 'C:/x.py:1'],
    ['has backslashes', String.raw`..\x.py:1`],
    ['has no line', 'functions/pay.py'],
    ['has line 0', 'functions/pay.py:0'],
    ['is absent', undefined],
  ])('is not opened when it %s', (_, place) => {
    expect(requestedPlace(place)).toBeUndefined();
  });
});
