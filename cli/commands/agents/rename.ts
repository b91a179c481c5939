import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';

export const addAgentsRename: AddCommand = (group, host, done) => {
  const command = group
    .command('rename')
    .description('rename an agent; its id stays the same')
    .argument('<agent>', 'its id')
    .argument('<name>', 'the new name');
  connectedCommand(command, host, done, async ({ vault, accountId }, [agentId = '', agentName = '']) => {
    const agent = await vault.changeAgent(accountId, agentId, { agentName });
    return { json: agent, text: `The agent ${agent.agentId} is now called ${visible(agent.agentName)}.` };
  });
};
