import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { addRevisionOption, type RevisionOption, wholeNumber } from './revision-option.ts';

export const addSecretsRestore: AddCommand = (group, host, done) => {
  const command = group
    .command('restore')
    .description('make another version of a secret the current one')
    .argument('<secret>', 'its name')
    .argument('<version>', 'as `secrets versions` shows it', wholeNumber);
  addRevisionOption(command);
  connectedCommand<ConnectedOptions & RevisionOption>(
    command,
    host,
    done,
    async ({ vault, accountId }, [name = '', version = ''], { revision = 'any' }) => {
      const secret = await vault.restoreVersion(accountId, name, Number(version), revision);
      const text = `Agents now read version ${String(secret.version)} of "${visible(name)}".`;
      return { json: secret, text };
    },
  );
};
