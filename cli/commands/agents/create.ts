import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';

export const addAgentsCreate: AddCommand = (group, host, done) => {
  const command = group
    .command('create')
    .description('add an agent to the account')
    .argument('<id>', 'its project id: letters, digits, dots, underscores and dashes')
    .argument('<name>', 'the display name');
  connectedCommand(command, host, done, async ({ vault, accountId }, [agentId = '', agentName = '']) => {
    const agent = await vault.createAgent(accountId, { agentId, agentName });
    return { json: agent, text: `Added the agent ${visible(agent.agentName)} (${agent.agentId}).` };
  });
};
