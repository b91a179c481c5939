import type { Account, AccountChange } from '../../contracts/vault-api/accounts.ts';
import { sentence } from '../../contracts/words.ts';
import { fetchJson } from '../http/fetch-json.ts';
import { isCount, isFlag, isObjectOf, isText } from '../../contracts/guards.ts';
import type { Transport } from '../http/transport.ts';
import { ifMatch, ofAccount } from './shared.ts';

/** The settings of an account. */
export interface VaultAccount {
  account(accountId: string, signal?: AbortSignal): Promise<Account>;
  /** Available while the vault is switched off. `revision` is the one that the change is based on. */
  changeAccount(accountId: string, change: AccountChange, revision: number): Promise<Account>;
}

export function accountOf(transport: Transport): VaultAccount {
  return {
    account: (accountId, signal) =>
      fetchJson(transport, isAccount, {
        action: sentence('read the settings of the account'),
        method: 'GET',
        path: ofAccount(accountId),
        signal,
      }),
    changeAccount: (accountId, change, revision) =>
      fetchJson(transport, isAccount, {
        action: sentence('change the settings of the account'),
        method: 'PATCH',
        path: ofAccount(accountId),
        headers: ifMatch(String(revision)),
        body: change,
      }),
  };
}

export const isAccount = isObjectOf<Account>({
  id: isText,
  name: isText,
  vaultEnabled: isFlag,
  secondApprover: isFlag,
  createdAt: isText,
  revision: isCount,
});
