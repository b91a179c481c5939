import type { ListedAccount } from '../control/messages.ts';
import { OperatorError } from '../errors/errors.ts';
import { command } from './command.ts';
import type { OperatorTarget } from './target.ts';

/** A new account: its id, and the file with the key of its first admin. */
export interface NewAccount {
  readonly id: string;
  readonly keyFile: string;
}

/** Creates an account, whether the vault is running or not. @throws OperatorError */
export async function newAccount(target: OperatorTarget, name: string): Promise<NewAccount> {
  let made: NewAccount | undefined;
  await command(target, { do: 'new-account', name }, (answer) => {
    if (answer.is === 'account-made') made = { id: answer.id, keyFile: answer.path };
  });
  if (made !== undefined) return made;
  throw new OperatorError(
    'The vault stopped before it confirmed the new account. Check whether it exists with: agent-secrets vault accounts',
  );
}

/** Every account of the vault, in order of creation. @throws OperatorError */
export async function listAccounts(target: OperatorTarget): Promise<readonly ListedAccount[]> {
  const accounts: ListedAccount[] = [];
  await command(target, { do: 'accounts' }, (answer) => {
    if (answer.is === 'accounts') accounts.push(...answer.accounts);
  });
  return accounts.toSorted((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
}
