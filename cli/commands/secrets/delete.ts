import { counted } from '../../output/table.ts';
import { visible } from '../../output/visible-text.ts';
import { confirm } from '../../prompt/confirm.ts';
import type { AddCommand } from '../add-command.ts';
import { manage } from '../manage.ts';
import { yesOption, type YesOption } from '../options.ts';

export const addSecretsDelete: AddCommand = (group, around, done) => {
  const command = group
    .command('delete')
    .description('delete a secret: nobody reads it from now on; for a week it can be undeleted')
    .argument('<secret>', 'its name')
    .option(...yesOption);
  manage<YesOption>(command, around, done, async ({ vault, accountId }, [name = ''], { yes }) => {
    const { agentIds } = await vault.secret(accountId, name);
    const readers = counted(agentIds.length, 'agent');
    await confirm(around, `Delete “${visible(name)}”, which ${readers} can read?`, yes);
    const secret = await vault.deleteSecret(accountId, name);
    const until = secret.purgeAfter ?? '';
    const text = `Deleted “${visible(name)}”. Until ${until}, \`agent-secrets secrets undelete\` brings it back.`;
    return { json: secret, text };
  });
};
