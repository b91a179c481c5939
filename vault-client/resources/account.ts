import type { Account, AccountChange } from '../../contracts/vault-api/accounts.ts';
import { sentence } from '../../contracts/words.ts';
import { fetchJson } from '../http/fetch-json.ts';
import { isCount, isFlag, isObjectOf, isText } from '../../contracts/guards.ts';
import type { Transport } from '../http/transport.ts';
import { ifMatch, isEnvironments, ofAccount } from './shared.ts';

/** The settings of an account. */
export function accountOf(transport: Transport) {
  return {
    account: (accountId: string, signal?: AbortSignal) =>
      fetchJson(transport, isAccount, {
        action: sentence('read the settings of the account'),
        path: ofAccount(accountId),
        signal,
      }),
    /** Works even while the vault is turned off. `revision` is the revision that the change is based on. */
    changeAccount: (accountId: string, change: AccountChange, revision: number) =>
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
  assistants: isFlag,
  environments: isEnvironments,
  createdAt: isText,
  revision: isCount,
});
