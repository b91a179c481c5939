import { visible } from '../../output/visible-text.ts';
import { confirm } from '../../prompt/confirm.ts';
import type { AddCommand } from '../add-command.ts';
import { manage } from '../manage.ts';
import { yesOption, type YesOption } from '../options.ts';

export const addEnvironmentRemove: AddCommand = (group, around, done) => {
  const command = group
    .command('remove')
    .description('destroy an environment secret; there is no way back')
    .argument('<variable>', 'its name')
    .option(...yesOption);
  manage<YesOption>(command, around, done, async ({ vault }, [name = ''], { yes }) => {
    await confirm(around, `Destroy ${visible(name)} for good?`, yes);
    await vault.deleteVariable(name);
    return { json: { name }, text: `Removed ${visible(name)}.` };
  });
};
