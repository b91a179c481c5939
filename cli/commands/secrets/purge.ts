import { visible } from '../../output/visible-text.ts';
import { confirm } from '../../prompt/confirm.ts';
import type { AddCommand } from '../add-command.ts';
import { manage } from '../manage.ts';
import { yesOption, type YesOption } from '../options.ts';

export const addSecretsPurge: AddCommand = (group, around, done) => {
  const command = group
    .command('purge')
    .description('destroy a deleted secret with all its versions now; there is no way back')
    .argument('<secret>', 'its name')
    .option(...yesOption);
  manage<YesOption>(command, around, done, async ({ vault, accountId }, [name = ''], { yes }) => {
    await confirm(around, `Destroy “${visible(name)}” with all its versions for good?`, yes);
    await vault.purgeSecret(accountId, name);
    return { json: { name }, text: `Destroyed “${visible(name)}”. Its name is free.` };
  });
};
