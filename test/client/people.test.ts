import { describe, expect, it } from 'vitest';
import { listedKeys, listedPeople } from '../../client/panels/people.ts';
import { isFromPeoplePanel } from '../../contracts/people-messages.ts';
import type { TokenMetadata } from '../../contracts/vault-api/identity.ts';
import type { User } from '../../contracts/vault-api/users.ts';

const now = new Date('2026-11-20T10:00:00Z');

function user(name: string, change: Partial<User> = {}): User {
  const times = { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' };
  return { id: `usr_${name}`, name, role: 'author', ...times, ...change };
}

function token(id: string, change: Partial<TokenMetadata> = {}): TokenMetadata {
  const times = { createdAt: '2026-01-01T00:00:00Z', expiresAt: '2027-01-01T00:00:00Z' };
  return { id, name: id, role: 'author', addresses: [], ...times, ...change };
}

describe('the people of the account', () => {
  it('are listed by name, those who are disabled last', () => {
    const people = listedPeople([
      user('Grace', { disabledAt: '2026-10-01T00:00:00Z' }),
      user('Zoe'),
      user('Ada'),
    ]);
    expect(people.map(({ name }) => name)).toEqual(['Ada', 'Zoe', 'Grace']);
  });
});

describe('the keys of the account', () => {
  const listed = (...tokens: readonly TokenMetadata[]) =>
    listedKeys(tokens, [user('Ada')], [{ agentId: 'A', agentName: 'Hotel Booking' }], now);

  it('are listed with the next to expire first, and those that ended last', () => {
    const keys = listed(
      token('later'),
      token('expired', { expiresAt: '2026-11-01T00:00:00Z' }),
      token('revoked', { revokedAt: '2026-11-19T00:00:00Z' }),
      token('soon', { expiresAt: '2026-12-01T00:00:00Z' }),
    );
    expect(keys.map(({ name }) => name)).toEqual(['soon', 'later', 'revoked', 'expired']);
  });

  it('name their owner, also one that is gone, and who issued them', () => {
    const [ofPerson, ofAgent, ofNobody, ofGone] = listed(
      token('1', { userId: 'usr_Ada', issuedBy: 'usr_Eve', issuedByName: 'Eve' }),
      token('2', { agentId: 'A', role: 'agent', issuedBy: 'operator' }),
      token('ses_3', { issuedBy: null }),
      token('4', { userId: 'usr_gone' }),
    );
    expect(ofPerson).toMatchObject({ owner: 'Ada', issuedBy: 'Eve', isSignIn: false });
    expect(ofAgent).toMatchObject({ owner: 'Hotel Booking', issuedBy: 'operator' });
    expect(ofNobody).toMatchObject({ isSignIn: true });
    expect(ofNobody).not.toHaveProperty('issuedBy');
    expect(ofGone).toMatchObject({ owner: 'usr_gone' });
  });
});

it('the People panel can ask for its own actions only', () => {
  expect(isFromPeoplePanel({ type: 'act', action: 'revoke', id: 'tok_1' })).toBe(true);
  expect(isFromPeoplePanel({ type: 'act', action: 'issue-for-agent' })).toBe(true);
  expect(isFromPeoplePanel({ type: 'act', action: 'rotate-root' })).toBe(false);
  expect(isFromPeoplePanel({ type: 'act', action: 'revoke', id: 7 })).toBe(false);
});
