import type { Account, AccountChange } from '../contracts/vault-api/accounts.ts';

/** The settings of an account. Every method rejects with a `VaultError` only. */
export interface VaultAccount {
  account(accountId: string, signal?: AbortSignal): Promise<Account>;
  /** Can be asked while the vault is switched off. `revision` is the one the change was decided on. */
  changeAccount(accountId: string, change: AccountChange, revision: number): Promise<Account>;
}
