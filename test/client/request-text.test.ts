import { describe, expect, it } from 'vitest';
import { type RequestRow, requestRows } from '../../client/session/request-rows.ts';
import { requestDetails, requestLabel } from '../../client/tree/request-text.ts';
import type { AccessRequest } from '../../contracts/vault-api/requests.ts';
import { inEnglish } from '../../contracts/words.ts';
import { identity } from './support.ts';

const formats = { age: () => '3 days ago' };

function request(change: Partial<AccessRequest> = {}): AccessRequest {
  return {
    id: 'new',
    agentId: 'booking',
    secretName: 'fraud_key',
    status: 'pending',
    reason: 'Deposits are refused without it',
    place: 'functions/pay.py:9',
    requestedBy: 'usr_bob',
    requestedByName: 'Bob',
    createdAt: '2026-11-23T12:00:00Z',
    ...change,
  };
}

const declined = request({
  id: 'old',
  status: 'declined',
  decidedByName: 'Grace',
  decidedAt: '2026-11-20T12:00:00Z',
  note: 'Not for deposits',
  createdAt: '2026-11-19T12:00:00Z',
});
const agents = [{ agentId: 'booking', agentName: 'Hotel Booking' }];
const author = { ...identity, id: 'usr_bob', role: 'author' as const, rights: ['requests:write' as const] };

const textsOf = (row: RequestRow | undefined) =>
  row && requestDetails(row, formats, inEnglish).map(({ text }) => text);

describe('the lines below a request', () => {
  it('say first that the secret has to be created', () => {
    const [row] = requestRows(identity, [request({ newSecret: true })], agents);
    expect(textsOf(row)?.[0]).toBe('Does not exist yet');
  });

  it('say who asked, why and where', () => {
    const [row] = requestRows(identity, [request()], agents);
    expect(textsOf(row)).toEqual(['Bob: Deposits are refused without it', 'functions/pay.py:9']);
  });

  it('say that an earlier request was declined, by whom and why', () => {
    const [row] = requestRows(identity, [request()], agents, [declined]);
    expect(textsOf(row)?.at(-1)).toBe('Earlier request: declined by Grace: "Not for deposits" (3 days ago)');
  });

  it('mention no decline of another secret, of another agent, or after the request', () => {
    const others = [
      { ...declined, secretName: 'other' },
      { ...declined, agentId: 'other' },
      { ...declined, decidedAt: '2026-11-24T12:00:00Z' },
    ];
    const [row] = requestRows(identity, [request()], agents, others);
    expect(row?.earlier).toBeUndefined();
  });

  it('say to a declined author who declined and why', () => {
    const [row] = requestRows(author, [declined], agents);
    expect(textsOf(row)?.[0]).toBe('declined by Grace: "Not for deposits"');
  });

  it('show an author the earlier decline next to a new request', () => {
    const rows = requestRows(author, [declined, request()], agents);
    expect(rows.map(({ request: { id }, earlier }) => [id, earlier?.id])).toEqual([
      ['new', 'old'],
      ['old', undefined],
    ]);
  });

  it('are read out with the row', () => {
    const [row] = requestRows(identity, [request()], agents);
    expect(row && requestLabel(row, formats, inEnglish).join(', ')).toBe(
      'Bob: Deposits are refused without it, functions/pay.py:9, 3 days ago',
    );
  });
});
