import { visible } from '../../output/visible-text.ts';
import { confirm } from '../../prompt/confirm.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';
import { yesOption, type YesOption } from '../common/options.ts';

export const addAgentsDelete: AddCommand = (group, host, done) => {
  const command = group
    .command('delete')
    .description(
      'permanently delete an agent: its tokens stop working immediately, and its id is never reused',
    )
    .argument('<agent>', 'its id')
    .option(...yesOption);
  connectedCommand<YesOption>(command, host, done, async ({ vault, accountId }, [agentId = ''], { yes }) => {
    const name = visible(agentId);
    await confirm(host, `Permanently delete the agent ${name} with all its tokens and access?`, yes);
    await vault.deleteAgent(accountId, agentId);
    return { json: { agentId }, text: `Deleted the agent ${name}. Its tokens no longer work.` };
  });
};
