import type { EnvironmentSecretRecord, SecretRecord } from '../../storage/records.ts';
import { eachBy, eachOf, looked } from '../input/pages.ts';
import type { Vault } from '../context/vault.ts';

/** Agent secrets in all accounts, including deleted ones. */
export function everySecret(vault: Vault): AsyncGenerator<SecretRecord> {
  return eachOf(looked(vault, (view, page) => view.secretsById(page)));
}

/** Environment secrets of all people. */
export async function* everyEnvironmentSecret(vault: Vault): AsyncGenerator<EnvironmentSecretRecord> {
  for await (const account of eachOf(looked(vault, (view, page) => view.listAccounts(page)))) {
    for await (const user of eachOf(looked(vault, (view, page) => view.listUsers(account.id, page)))) {
      yield* environmentOf(vault, user.id);
    }
  }
}

/** Environment secrets of a person. */
export function environmentOf(vault: Vault, userId: string): AsyncGenerator<EnvironmentSecretRecord> {
  return eachBy(
    looked(vault, (view, page) => view.listEnvironment(userId, page)),
    ({ name }) => name,
  );
}
