import type { EnvironmentSecretRecord, SecretRecord } from '../../storage/records.ts';
import type { PageRequest, View } from '../../storage/storage.ts';
import type { Vault } from '../vault.ts';

const pageSize = 500;

/** Secrets of agents in all accounts, deleted ones too. */
export function everySecret(vault: Vault): AsyncGenerator<SecretRecord> {
  return pages(vault, (view, page) => view.secretsById(page), byId);
}

/** Environment secrets of all people. */
export async function* everyEnvironmentSecret(vault: Vault): AsyncGenerator<EnvironmentSecretRecord> {
  for await (const account of pages(vault, (view, page) => view.listAccounts(page), byId)) {
    for await (const user of pages(vault, (view, page) => view.listUsers(account.id, page), byId)) {
      yield* pages(
        vault,
        (view, page) => view.listEnvironment(user.id, page),
        ({ name }) => name,
      );
    }
  }
}

/** All that a list gives, page by page. */
export async function* pages<T>(
  { storage }: Vault,
  list: (view: View, page: PageRequest) => Promise<readonly T[]>,
  keyOf: (item: T) => string,
): AsyncGenerator<T> {
  for (let after: string | undefined; ;) {
    const page = { after, limit: pageSize };
    const items = await storage.look((view) => list(view, page));
    yield* items;
    const last = items.at(-1);
    if (items.length < pageSize || last === undefined) return;
    after = keyOf(last);
  }
}

function byId({ id }: { readonly id: string }): string {
  return id;
}
