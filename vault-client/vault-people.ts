import type { TokenMetadata } from '../contracts/vault-api/identity.ts';
import type { NewUser, User, UserChange } from '../contracts/vault-api/users.ts';

/** Whose tokens are listed; all of the account without any. */
export interface TokenSearch {
  readonly agentId?: string;
  readonly userId?: string;
}

/** People of the account and the keys it gave out. Every method rejects with a `VaultError` only. */
export interface VaultPeople {
  users(accountId: string, signal?: AbortSignal): Promise<readonly User[]>;
  createUser(accountId: string, user: NewUser): Promise<User>;
  changeUser(accountId: string, userId: string, change: UserChange): Promise<User>;
  /** Those that ended too; never the tokens themselves. */
  tokens(accountId: string, search: TokenSearch, signal?: AbortSignal): Promise<readonly TokenMetadata[]>;
  /** From the moment it resolves the token is refused; revoking twice is no error. */
  revokeToken(accountId: string, tokenId: string): Promise<void>;
}
