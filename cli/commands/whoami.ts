import { ahead } from '../output/ages.ts';
import { facts } from '../output/table.ts';
import type { AddCommand } from './common/add-command.ts';
import { connectedCommand } from './common/connected-command.ts';

export const addWhoami: AddCommand = (program, host, done) => {
  const command = program.command('whoami').description('show whose key you use and its role');
  connectedCommand(command, host, done, async ({ vault }) => {
    const identity = await vault.me();
    const { id, name, role, accountId, accountName, agentId, rights, vaultEnabled, expiresAt } = identity;
    const text = facts([
      ['Vault', vault.url],
      ['Key', `${name} (${id})`],
      ['Role', role],
      ['Agent', agentId],
      ['Account', `${accountName} (${accountId})`],
      ['Rights', rights.join(', ')],
      ['Expires', expiresAt === undefined ? undefined : `${ahead(expiresAt, host.now())} (${expiresAt})`],
      ['Turned off', vaultEnabled ? undefined : 'yes: an account admin can turn the vault on'],
    ]);
    return { json: identity, text };
  });
};
