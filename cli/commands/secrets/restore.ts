import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../add-command.ts';
import { manage } from '../manage.ts';
import { wholeNumber } from './revision-option.ts';

export const addSecretsRestore: AddCommand = (group, around, done) => {
  const command = group
    .command('restore')
    .description('make another version of a secret the one that is read')
    .argument('<secret>', 'its name')
    .argument('<version>', 'as `secrets versions` shows it', wholeNumber);
  manage(command, around, done, async ({ vault, accountId }, [name = '', version = '']) => {
    const secret = await vault.restoreVersion(accountId, name, Number(version));
    return { json: secret, text: `Agents read version ${String(secret.version)} of “${visible(name)}” now.` };
  });
};
