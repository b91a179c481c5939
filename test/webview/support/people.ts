import type { ToPeoplePanel } from '../../../contracts/people-messages.ts';

const issued = { role: 'author', isSignIn: false, createdAt: '2026-01-01T00:00:00Z' } as const;

/** Two people, one of them disabled, and two keys, one of them expired. */
export const somePeople: Extract<ToPeoplePanel, { type: 'people' }> = {
  type: 'people',
  people: [
    { id: 'usr_1', name: 'Ada Author', email: 'ada@example.com', role: 'author' },
    { id: 'usr_2', name: 'Grace Gone', role: 'none', disabledAt: '2026-02-01T00:00:00Z' },
  ],
  keys: [
    {
      id: 'tok_1',
      name: 'Notebook 1',
      owner: 'Ada Author',
      issuedBy: 'Eve',
      expiresAt: '2999-01-01T00:00:00Z',
      ...issued,
    },
    { id: 'tok_2', name: 'Old notebook', expiresAt: '2026-02-01T00:00:00Z', ...issued },
  ],
  mayChangePeople: true,
  mayChangeKeys: true,
};
