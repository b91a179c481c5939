import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { addRevisionOption, type RevisionOption } from './revision-option.ts';

export const addSecretsDescribe: AddCommand = (group, host, done) => {
  const command = group
    .command('describe')
    .description('change the description of a secret')
    .argument('<secret>', 'its name')
    .argument('<description>', 'at most 1,000 characters; everyone in the account can read it');
  addRevisionOption(command);
  connectedCommand<ConnectedOptions & RevisionOption>(
    command,
    host,
    done,
    async (connection, args, { revision }) => {
      const [name = '', description = ''] = args;
      const { vault, accountId } = connection;
      const secret = await vault.changeSecret(accountId, name, { description }, revision ?? 'any');
      return { json: secret, text: `Described "${visible(name)}".` };
    },
  );
};
