import { counted } from '../../output/table.ts';
import { visible } from '../../output/visible-text.ts';
import { confirm } from '../../prompt/confirm.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';
import { yesOption, type YesOption } from '../common/options.ts';

export const addSecretsDelete: AddCommand = (group, host, done) => {
  const command = group
    .command('delete')
    .description('delete a secret, so that it can no longer be read; it can be undeleted for a week')
    .argument('<secret>', 'its name')
    .option(...yesOption);
  connectedCommand<YesOption>(command, host, done, async ({ vault, accountId }, [name = ''], { yes }) => {
    const { agentIds, etag } = await vault.secret(accountId, name);
    const readers = counted(agentIds.length, 'agent');
    await confirm(host, `Delete "${visible(name)}", which ${readers} can read?`, yes);
    const secret = await vault.deleteSecret(accountId, name, etag);
    const until = secret.purgeAfter ?? '';
    const text = `Deleted "${visible(name)}". You can restore it until ${until} with \`agent-secrets secrets undelete\`.`;
    return { json: secret, text };
  });
};
