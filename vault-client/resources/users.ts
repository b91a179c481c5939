import type { NewUser, User, UserChange, UserPage } from '../../contracts/vault-api/users.ts';
import { sentence } from '../../contracts/words.ts';
import { fetchJson, fetchPages } from '../http/fetch-json.ts';
import { isListOf, isObjectOf, isOneOf, isText, optional } from '../../contracts/guards.ts';
import type { Transport } from '../http/transport.ts';
import { longestPages, ofAccount } from './shared.ts';

/** The users of an account. */
export function usersOf(transport: Transport) {
  return {
    users: (accountId: string, signal?: AbortSignal) =>
      fetchPages(transport, isUserPage, (page) => page.users, {
        action: sentence('list the users'),
        path: ofAccount(accountId, 'users'),
        query: longestPages,
        signal,
      }),
    createUser: (accountId: string, user: NewUser) =>
      fetchJson(transport, isUser, {
        action: sentence('add the user "{name}"', { name: user.name }),
        method: 'POST',
        path: ofAccount(accountId, 'users'),
        body: user,
      }),
    changeUser: (accountId: string, userId: string, change: UserChange) =>
      fetchJson(transport, isUser, {
        action: sentence('change the user "{userId}"', { userId }),
        method: 'PATCH',
        path: ofAccount(accountId, 'users', userId),
        body: change,
      }),
  };
}

export const isUser = isObjectOf<User>({
  id: isText,
  name: isText,
  email: optional(isText),
  role: isOneOf('admin', 'author', 'reviewer', 'none'),
  createdAt: isText,
  updatedAt: isText,
  disabledAt: optional(isText),
});

export const isUserPage = isObjectOf<UserPage>({ users: isListOf(isUser), nextCursor: optional(isText) });
