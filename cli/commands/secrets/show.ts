import type { AddCommand } from '../add-command.ts';
import { manage } from '../manage.ts';
import { secretFacts } from './secret-facts.ts';

export const addSecretsShow: AddCommand = (group, around, done) => {
  const command = group
    .command('show')
    .description('tell everything of a secret but its value')
    .argument('<secret>', 'its name');
  manage(command, around, done, async ({ vault, accountId }, [name = '']) => {
    const secret = await vault.secret(accountId, name);
    return { json: secret, text: secretFacts(secret, around.now()) };
  });
};
