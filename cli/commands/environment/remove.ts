import { visible } from '../../output/visible-text.ts';
import { confirm } from '../../prompt/confirm.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';
import { yesOption, type YesOption } from '../common/options.ts';

export const addEnvironmentRemove: AddCommand = (group, host, done) => {
  const command = group
    .command('remove')
    .description('permanently delete an environment secret')
    .argument('<variable>', 'its name')
    .option(...yesOption);
  connectedCommand<YesOption>(command, host, done, async ({ vault }, [name = ''], { yes }) => {
    await confirm(host, `Permanently delete ${visible(name)}?`, yes);
    await vault.deleteVariable(name);
    return { json: { name }, text: `Removed ${visible(name)}.` };
  });
};
