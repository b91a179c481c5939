import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IssuedToken } from '../../../contracts/vault-api/identity.ts';
import type { NewWorkloadIdentity } from '../../../contracts/vault-api/workloads.ts';
import { operator, serve, type ServeOptions } from '../../../vault/main.ts';
import { createVaultClient } from '../../../vault-client/index.ts';

/** A real vault with one agent that reads at run time. */
export interface RuntimeVault {
  readonly url: string;
  /** For a program that reads for the agent; contains nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  /** Everything the vault logged so far. */
  readonly log: () => string;
  /** Granted to the agent unless said otherwise. */
  addSecret(name: string, value: string | Record<string, string>, agentIds?: string[]): Promise<void>;
  rotate(name: string, value: string | Record<string, string>): Promise<void>;
  grant(name: string): Promise<void>;
  revoke(name: string): Promise<void>;
  issueToken(options?: { agentId?: string; expiresAt?: string }): Promise<IssuedToken>;
  revokeToken(token: IssuedToken): Promise<void>;
  /** Lets matching workloads act as the agent; returns the id of the identity. */
  addIdentity(identity: Pick<NewWorkloadIdentity, 'claims' | 'issuer'>): Promise<string>;
  /** Ends every token that was issued through it, too. */
  removeIdentity(id: string): Promise<void>;
  /** Ends every token of the agent; returns how many there were. */
  revokeAll(): Promise<number>;
  /** The token of a sandbox session of a user with this variable. */
  startSandbox(name: string, value: string): Promise<string>;
  /** Permanently: nothing opens it again. */
  seal(): Promise<void>;
  stop(): Promise<void>;
}

export const agentId = 'PROJECT-HOTEL01';

export async function startRuntimeVault(
  options: Pick<ServeOptions, 'database' | 'workloadIssuers'> = {},
): Promise<RuntimeVault> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'agent-secrets-runtime-'));
  let log = '';
  const write = (line: string): void => {
    log += line;
  };
  const serving = await serve({ dataDir, port: 0, handleSignals: false, log: { write }, ...options });
  const { url } = serving;
  const key = readFileSync(path.join(dataDir, 'admin.key'), 'utf8').trim();
  const admin = createVaultClient({ url, key, fetch });
  const { accountId } = await admin.me();
  const changeAccess = async (name: string, change: { grant: string[] } | { revoke: string[] }) => {
    const { etag } = await admin.access(accountId, name);
    await admin.changeAccess(accountId, name, change, etag);
  };
  const issueToken: RuntimeVault['issueToken'] = (wanted) =>
    admin.issueToken(accountId, { name: 'function', role: 'agent', agentId, ...wanted });
  await admin.createAgent(accountId, { agentId, agentName: 'Hotel booking' });
  const { token } = await issueToken();

  return {
    url,
    environment: {
      PATH: process.env['PATH'] ?? '',
      AGENT_SECRETS_VAULT_URL: url,
      AGENT_SECRETS_AGENT: agentId,
      AGENT_SECRETS_AGENT_TOKEN: token,
    },
    log: () => log,
    async addSecret(name, value, agentIds = [agentId]) {
      const kind = typeof value === 'string' ? 'single' : 'key_value';
      await admin.createSecret(accountId, { name, kind, value, agentIds });
    },
    async rotate(name, value) {
      await admin.changeSecret(accountId, name, { value }, 'any');
    },
    grant: (name) => changeAccess(name, { grant: [agentId] }),
    revoke: (name) => changeAccess(name, { revoke: [agentId] }),
    issueToken,
    revokeToken: ({ id }) => admin.revokeToken(accountId, id),
    addIdentity: async (identity) =>
      (await admin.createIdentity(accountId, { agentId, name: 'Workload', ...identity })).id,
    removeIdentity: (id) => admin.removeIdentity(accountId, id),
    async revokeAll() {
      const tokens = (await admin.tokens(accountId, { agentId })).filter(
        ({ revokedAt }) => revokedAt === undefined,
      );
      for (const { id } of tokens) await admin.revokeToken(accountId, id);
      return tokens.length;
    },
    async startSandbox(name, value) {
      const user = await admin.createUser(accountId, { name: 'Ann', role: 'author' });
      const own = await admin.issueToken(accountId, { name: 'ann', role: 'author', userId: user.id });
      const ann = createVaultClient({ url, key: own.token, fetch });
      await ann.createVariable({ name, value });
      return (await ann.startSandbox({ minutes: 5 })).token;
    },
    seal: () => operator.sealRunning({ dataDir }),
    async stop() {
      await serving.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
