import { counted } from '../../output/table.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';

export const addSecretsUndelete: AddCommand = (group, host, done) => {
  const command = group
    .command('undelete')
    .description('restore a deleted secret with its versions and its access list')
    .argument('<secret>', 'its name');
  connectedCommand(command, host, done, async ({ vault, accountId }, [name = '']) => {
    const secret = await vault.undeleteSecret(accountId, name, 'any');
    const readers = counted(secret.agentIds.length, 'agent');
    return { json: secret, text: `Restored "${visible(name)}"; ${readers} can read it.` };
  });
};
