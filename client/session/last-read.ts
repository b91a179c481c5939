import type { VaultClient } from '../../vault-client/index.ts';
import type { SignedIn } from './session-state.ts';

/** Entries of other secrets can fill pages, so the search is limited. */
const mostPages = 5;
const patienceMs = 3_000;

/**
 * When an agent last read the secret, in ISO 8601; `null` if the audit log contains no read. Undefined if the
 * log did not answer in time.
 */
export async function lastReadOf(
  { vault, accountId }: Omit<SignedIn, 'vault'> & { readonly vault: Pick<VaultClient, 'auditPages'> },
  name: string,
): Promise<string | null | undefined> {
  const search = { secretName: name, action: 'value.read', decision: 'allowed', limit: '1' } as const;
  try {
    let pages = 0;
    for await (const { events } of vault.auditPages(accountId, search, AbortSignal.timeout(patienceMs))) {
      if (events[0]) return events[0].at;
      pages += 1;
      if (pages === mostPages) return undefined;
    }
    return null;
  } catch {
    return undefined;
  }
}
