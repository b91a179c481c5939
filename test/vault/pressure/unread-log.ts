import { once } from 'node:events';
import { createVaultClient } from '../../../vault-client/index.ts';
import { flood } from './flood.ts';
import type { UnreadVault } from './unread-vault.ts';

export interface UnreadLog {
  /** Answers to the bad requests, by status. */
  readonly answers: Readonly<Record<string, number>>;
  readonly health: number;
  /** The exit code of the process after SIGTERM. */
  readonly exit: number | null;
}

/**
 * Keys unknown to this vault, then changes of an admin, each with its own line: they fill an unread log.
 * Rejects when a change is refused.
 */
export async function fillUnreadLog(vault: UnreadVault, bad: number, changes: number): Promise<UnreadLog> {
  const { url, adminKey } = vault;
  const headers = ['x-api-key: not-a-real-key'];
  const request = () => ({ path: '/v1/me', headers });
  const answers = await flood({ url, count: bad, connections: 8, request });
  const client = createVaultClient({ url, key: adminKey, fetch });
  const { accountId } = await client.me();
  const crew = Array.from({ length: 8 }, async (_, first) => {
    for (let index = first; index < changes; index += 8) {
      const agentId = `A${String(index)}`;
      await client.createAgent(accountId, { agentId, agentName: agentId });
    }
  });
  await Promise.all(crew);
  const health = (await fetch(`${url}/healthz`)).status;
  const exited = once(vault.process, 'exit') as Promise<[number | null]>;
  vault.process.kill('SIGTERM');
  const [exit] = await exited;
  return { answers, health, exit };
}
