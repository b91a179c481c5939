import { chmodSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { capture } from './support/captured-host.ts';

const vaults = ['https://one.example', 'https://two.example'];

it('when keys of several vaults are stored, lists the vaults and how to choose one', async () => {
  using home = new TemporaryWorkspace('');
  const key = 'not-a-real-key-0001';
  const keys = Object.fromEntries(vaults.map((vault) => [vault, { key }]));
  home.write('agent-secrets/keys.json', JSON.stringify({ version: 1, keys }));
  chmodSync(home.path('agent-secrets/keys.json'), 0o600);
  const { host, notes } = capture({ env: { XDG_CONFIG_HOME: home.root } });
  expect(await runCommandLine(['whoami'], host)).toBe(2);
  expect(notes).toEqual([
    `error: Keys of several vaults are stored: ${vaults.join(', ')}. Choose one with --vault URL, or set AGENT_SECRETS_VAULT_URL.`,
  ]);
});
