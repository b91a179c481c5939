import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../add-command.ts';
import { manage, type ManageOptions } from '../manage.ts';
import { addRevisionOption, type RevisionOption } from './revision-option.ts';

export const addSecretsDescribe: AddCommand = (group, around, done) => {
  const command = group
    .command('describe')
    .description('say what a secret is for')
    .argument('<secret>', 'its name')
    .argument('<description>', 'at most 1,000 characters; every person of the account can read it');
  addRevisionOption(command);
  manage<ManageOptions & RevisionOption>(command, around, done, async (desk, args, { revision }) => {
    const [name = '', description = ''] = args;
    const { vault, accountId } = desk;
    const secret = await vault.changeSecret(accountId, name, { description }, revision ?? 'any');
    return { json: secret, text: `Described “${visible(name)}”.` };
  });
};
