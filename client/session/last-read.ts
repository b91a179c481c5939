import type { VaultClient } from '../../vault-client/index.ts';
import type { SignedIn } from './session-state.ts';

/** Entries of other secrets can fill pages, so the search is limited. */
const mostPages = 5;
const patienceMs = 3_000;

interface Read {
  /** ISO 8601. */
  readonly at: string;
  readonly agentId: string | undefined;
}

/**
 * When which agent last read the secret; `null` if the audit log contains no read. Undefined if the log did not
 * answer in time.
 */
export async function lastReadOf(
  { vault, accountId }: Omit<SignedIn, 'vault'> & { readonly vault: Pick<VaultClient, 'auditPages'> },
  name: string,
): Promise<Read | null | undefined> {
  const search = { secretName: name, action: 'value.read', decision: 'allowed', limit: '1' } as const;
  try {
    let pages = 0;
    for await (const { events } of vault.auditPages(accountId, search, AbortSignal.timeout(patienceMs))) {
      const [read] = events;
      if (read) return { at: read.at, agentId: read.agentId };
      pages += 1;
      if (pages === mostPages) return undefined;
    }
    return null;
  } catch {
    return undefined;
  }
}
