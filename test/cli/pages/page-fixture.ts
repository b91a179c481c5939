import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createVaultClient, type VaultClient } from '../../../vault-client/index.ts';
import { bundle } from '../../server/support/bundle.ts';
import { TemporaryWorkspace } from '../../server/support/workspace.ts';
import { startVaultProcess, type VaultProcess } from '../../vault/support/vault-process.ts';
import { follow } from '../support/followed-program.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** The examples of a page in a language, in order. */
export function blocksOf(page: string, language: string): readonly string[] {
  const text = readFileSync(path.join(root, 'docs', page), 'utf8');
  const blocks = text.matchAll(/^```(\w+)\n([^]*?)^```$/gm);
  return [...blocks].filter(([, one]) => one === language).map(([, , block = '']) => block);
}

export interface PageFixture {
  readonly workspace: TemporaryWorkspace;
  readonly vault: VaultProcess;
  readonly admin: VaultClient;
  readonly accountId: string;
  /** Runs a script in Bash, with `agent-secrets` on its path. */
  bash(script: string): Promise<{ code: number | null; stdout: string; stderr: string }>;
  close(): Promise<void>;
}

export const values = {
  stripe: 'not-a-real-stripe-key',
  crmId: 'not-a-real-client-id',
  crmSecret: 'not-a-real-client-secret',
} as const;

/** A vault with the agent and the secrets of the pages, and a folder to work in. */
export async function openPageFixture(): Promise<PageFixture> {
  const workspace = new TemporaryWorkspace('');
  const vault = await startVaultProcess(workspace.path('data'));
  const vaultFor = (key: string): VaultClient => createVaultClient({ url: vault.url, key, fetch });
  const first = vaultFor(vault.adminKey);
  const { accountId } = await first.me();
  await first.createAgent(accountId, { agentId: 'BOOKING', agentName: 'Hotel booking' });
  const { stripe, crmId, crmSecret } = values;
  const agentIds = ['BOOKING'];
  await first.createSecret(accountId, { name: 'stripe_api_key', kind: 'single', value: stripe, agentIds });
  const crm = { client_id: crmId, client_secret: crmSecret };
  await first.createSecret(accountId, { name: 'crm', kind: 'key_value', value: crm, agentIds });
  const user = await first.createUser(accountId, { name: 'Ann', role: 'admin' });
  const { token } = await first.issueToken(accountId, { name: 'ann', role: 'admin', userId: user.id });
  workspace.write('project.yaml', 'project_id: BOOKING\naccount_id: a\nregion: eu\nproject_name: H\n');
  workspace.write('ann.key', token);
  const cli = await bundle('cli');
  workspace.write('bin/agent-secrets', `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
  workspace.write(
    'bin/kubectl',
    '#!/bin/sh\necho "$*" >> kubectl.log\nfor one; do case $one in --from-file=token=*) cp "${one##*=}" cluster-token;; esac; done\n',
  );
  const bash: PageFixture['bash'] = (script) =>
    follow(
      spawn('bash', ['-c', `chmod +x bin/*; ${script}`], {
        cwd: workspace.root,
        env: {
          PATH: `${workspace.path('bin')}:${process.env['PATH'] ?? ''}`,
          HOME: workspace.root,
          AGENT_SECRETS_VAULT_URL: vault.url,
          AGENT_SECRETS_KEY: token,
        },
      }),
    ).ended;
  return {
    workspace,
    vault,
    admin: first,
    accountId,
    bash,
    close: async () => {
      await vault.stop('SIGTERM');
      workspace[Symbol.dispose]();
    },
  };
}
