import type { Agent } from '../../../contracts/vault-api/agents.ts';
import { age } from '../../output/ages.ts';
import { table } from '../../output/table.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';

export const addAgentsList: AddCommand = (group, host, done) => {
  const command = group.command('list').description('list the agents of the account');
  connectedCommand(command, host, done, async ({ vault, accountId }) => {
    const agents = await vault.agents(accountId);
    return { json: { agents }, text: agents.length === 0 ? none : listed(agents) };
  });

  const listed = (agents: readonly Agent[]): string =>
    table(
      [
        { head: 'AGENT', cell: ({ agentId }) => agentId },
        { head: 'NAME', cell: ({ agentName }) => agentName },
        { head: 'CREATED', cell: ({ createdAt }) => age(createdAt, host.now()) },
      ],
      agents,
      host,
    );
};

const none = 'No agents yet. Add one with `agent-secrets agents create ID NAME`.';
