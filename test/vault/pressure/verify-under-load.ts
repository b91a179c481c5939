import { setTimeout as sleep } from 'node:timers/promises';
import { createVaultClient } from '../../../vault-client/index.ts';
import { makeBusyLog } from './busy-log.ts';
import { type Latency, probe } from './latency.ts';
import { startUnreadVault } from './unread-vault.ts';

export interface VerifyUnderLoad {
  readonly seconds: number;
  readonly idle: { readonly health: Latency; readonly read: Latency };
  readonly verifying: { readonly health: Latency; readonly read: Latency };
}

const idleMs = 15_000;

/** Health and runtime reads of a vault, first alone and then while a long audit log is verified. */
export async function verifyUnderLoad(dataDir: string, entries: number): Promise<VerifyUnderLoad> {
  const { accountId, adminKey } = await makeBusyLog(dataDir, entries);
  const vault = await startUnreadVault(dataDir);
  try {
    const client = createVaultClient({ url: vault.url, key: adminKey, fetch });
    await client.createAgent(accountId, { agentId: 'A', agentName: 'Agent' });
    const secret = { name: 'x', kind: 'single', value: 'not-a-real-key', agentIds: ['A'] } as const;
    await client.createSecret(accountId, { ...secret, agentIds: ['A'] });
    const { token } = await client.issueToken(accountId, { name: 'run', role: 'agent', agentId: 'A' });
    const reading = { url: `${vault.url}/v1/agents/A/secrets/x/value`, headers: { 'x-api-key': token } };
    const both = async (until: Promise<unknown>) => {
      const health = probe({ url: `${vault.url}/healthz`, everyMs: 10 }, until);
      const read = probe({ ...reading, everyMs: 5 }, until);
      return { health: await health, read: await read };
    };
    await both(sleep(1_000));
    const idle = await both(sleep(idleMs));
    const started = performance.now();
    const verified = client.verifyAudit(accountId);
    const verifying = await both(verified);
    const { intact } = await verified;
    if (!intact) throw new Error('The log is not intact.');
    return { seconds: (performance.now() - started) / 1000, idle, verifying };
  } finally {
    vault.process.kill('SIGKILL');
  }
}
