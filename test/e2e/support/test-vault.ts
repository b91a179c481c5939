import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import Value from 'typebox/value';
import Type from 'typebox';
import { NewAgent } from '../../../contracts/vault-api/agents.ts';
import { NewSecret } from '../../../contracts/vault-api/secrets.ts';
import { createVaultClient, type VaultClient } from '../../../vault-client/index.ts';
import { freePort, type ProgramProcess, startProgram } from './program-process.ts';
import { commandLine, root } from './programs.ts';

export interface TestVault {
  readonly url: string;
  readonly data: string;
  readonly log: string;
  readonly accountId: string;
  readonly keys: { readonly admin: string; readonly author: string };
  readonly admin: VaultClient;
  /** Returns a token for one agent, like those that its processes have. */
  readonly agentToken: (agentId: string) => Promise<string>;
  /** Pauses the process, so that connections are accepted but get no response. */
  readonly pause: () => void;
  readonly goOn: () => void;
  /** Ends the process abruptly, as in a power cut. */
  readonly kill: () => void;
  /** Resolves when the vault, restarted with the same data, responds. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface VaultOptions {
  /** A file that configures the identity provider. */
  readonly openId?: string;
  /** A browser editor's page that may send requests. */
  readonly page?: string;
}

const ExampleVault = Type.Object({ agents: Type.Array(NewAgent), secrets: Type.Array(NewSecret) });

/** Starts a vault in its own folder with the agents and secrets of the example workspace. */
export async function startTestVault(folder: string, options: VaultOptions = {}): Promise<TestVault> {
  const data = path.join(folder, 'vault');
  const log = path.join(folder, 'logs', 'vault.log');
  await mkdir(path.dirname(log), { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const openId = options.openId ? ['--openid', options.openId] : [];
  const page = options.page ? ['--cors-origin', options.page] : [];
  const args = [commandLine, 'vault', 'serve', '--data', data, '--port', String(port), ...openId, ...page];
  const start = (): Promise<ProgramProcess> => startProgram(args, log, `${url}/readyz`);
  let running = await start();

  const adminKey = (await readFile(path.join(data, 'admin.key'), 'utf8')).trim();
  const admin = createVaultClient({ url, key: adminKey, fetch });
  const { accountId } = await admin.me();
  await seed(admin, accountId);
  const issue = (role: 'author' | 'agent', name: string, agentId?: string): Promise<string> =>
    admin.issueToken(accountId, { name, role, ...(agentId && { agentId }) }).then(({ token }) => token);
  return {
    url,
    data,
    log,
    accountId,
    keys: { admin: adminKey, author: await issue('author', 'Ada Author') },
    admin,
    agentToken: (agentId) => issue('agent', agentId, agentId),
    pause: () => running.signal('SIGSTOP'),
    goOn: () => running.signal('SIGCONT'),
    kill: () => running.signal('SIGKILL'),
    restart: async () => {
      running = await start();
    },
    stop: () => running.stop(),
  };
}

async function seed(admin: VaultClient, accountId: string): Promise<void> {
  const text = await readFile(path.join(root, 'examples', 'vault.json'), 'utf8');
  const example = Value.Parse(ExampleVault, JSON.parse(text));
  for (const agent of example.agents) await admin.createAgent(accountId, agent);
  for (const secret of example.secrets) await admin.createSecret(accountId, secret);
}
