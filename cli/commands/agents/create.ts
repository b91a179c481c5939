import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../add-command.ts';
import { manage } from '../manage.ts';

export const addAgentsCreate: AddCommand = (group, around, done) => {
  const command = group
    .command('create')
    .description('add an agent to the account')
    .argument('<id>', 'its project id: letters, digits, dots, underscores and dashes')
    .argument('<name>', 'how people call it');
  manage(command, around, done, async ({ vault, accountId }, [agentId = '', agentName = '']) => {
    const agent = await vault.createAgent(accountId, { agentId, agentName });
    return { json: agent, text: `Added the agent ${visible(agent.agentName)} (${agent.agentId}).` };
  });
};
