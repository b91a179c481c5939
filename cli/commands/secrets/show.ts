import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';
import { secretFacts } from './secret-facts.ts';

export const addSecretsShow: AddCommand = (group, host, done) => {
  const command = group
    .command('show')
    .description('show everything about a secret except its value')
    .argument('<secret>', 'its name');
  connectedCommand(command, host, done, async ({ vault, accountId }, [name = '']) => {
    const secret = await vault.secret(accountId, name);
    return { json: secret, text: secretFacts(secret, host.now()) };
  });
};
