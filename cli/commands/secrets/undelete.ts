import { counted } from '../../output/table.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../add-command.ts';
import { manage } from '../manage.ts';

export const addSecretsUndelete: AddCommand = (group, around, done) => {
  const command = group
    .command('undelete')
    .description('bring a deleted secret back, with its versions and its access list')
    .argument('<secret>', 'its name');
  manage(command, around, done, async ({ vault, accountId }, [name = '']) => {
    const secret = await vault.undeleteSecret(accountId, name);
    const readers = counted(secret.agentIds.length, 'agent');
    return { json: secret, text: `“${visible(name)}” is back; ${readers} can read it.` };
  });
};
