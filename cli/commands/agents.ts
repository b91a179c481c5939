import type { Agent } from '../../contracts/vault-api/agents.ts';
import { type AddCommand, commandGroup } from './common/command.ts';
import { connectedCommand } from './common/connected-command.ts';
import { confirm, yesOption, type YesOption } from './common/options.ts';
import { age } from '../output/ages.ts';
import { type Column, table } from '../output/table.ts';
import { visible } from '../../contracts/visible-text.ts';

/** `agent-secrets agents …` */
export const addAgents: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'agents', 'the agents of the account');
  for (const add of [addList, addCreate, addRename, addDelete]) add(group, host, done);
};

const addList: AddCommand = (group, host, done) => {
  const command = group.command('list').description('list the agents of the account');
  connectedCommand(command, host, done, async ({ vault, accountId }) => {
    const agents = await vault.agents(accountId);
    const columns: readonly Column<Agent>[] = [
      { head: 'AGENT', cell: ({ agentId }) => agentId },
      { head: 'NAME', cell: ({ agentName }) => agentName },
      { head: 'CREATED', cell: ({ createdAt }) => age(createdAt, host.now()) },
    ];
    return { json: { agents }, text: table(columns, agents, host, none) };
  });
};

const none = 'No agents yet. Add one with `agent-secrets agents create ID NAME`.';

const addCreate: AddCommand = (group, host, done) => {
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

const addRename: AddCommand = (group, host, done) => {
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

const addDelete: AddCommand = (group, host, done) => {
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
