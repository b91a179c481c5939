import type { VaultClient } from '../../vault-client/index.ts';
import type { SignedIn } from './session-state.ts';

/** Entries of other secrets can fill pages, so the search is limited. */
const mostPages = 5;
const patienceMs = 3_000;

interface Read {
  /** ISO 8601. */
  readonly at: string;
  /** Absent if only the hour of the read is known. */
  readonly agentId?: string | undefined;
}

type Log = Omit<SignedIn, 'vault'> & { readonly vault: Pick<VaultClient, 'auditPages'> };

/**
 * When which agent last read the secret; `null` if no read is known. Undefined if the log did not answer in
 * time. The log is undefined if the user cannot see it, and old entries may exist only in the vault's archive.
 * In both cases the secret's own `lastReadAt` remains, which is accurate to the hour.
 */
export async function lastReadOf(
  log: Log | undefined,
  { name, lastReadAt }: { readonly name: string; readonly lastReadAt?: string },
): Promise<Read | null | undefined> {
  const found = log && (await lastReadIn(log, name));
  if (lastReadAt === undefined || (found && Date.parse(found.at) >= Date.parse(lastReadAt))) return found;
  return { at: lastReadAt };
}

async function lastReadIn({ vault, accountId }: Log, name: string): Promise<Read | null | undefined> {
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
