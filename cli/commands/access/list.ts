import { agentUntil } from '../../output/agent-until.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';

export const addAccessList: AddCommand = (group, host, done) => {
  const command = group
    .command('list')
    .description(
      'list the agents that can read a secret; for the secrets of an agent, use `secrets list --agent`',
    )
    .argument('<secret>', 'its name');
  connectedCommand(command, host, done, async ({ vault, accountId }, [name = '']) => {
    const list = await vault.access(accountId, name);
    const none = `No agent can read "${visible(name)}". Grant it with \`agent-secrets access grant\`.`;
    const lines = list.agentIds.map((agentId) => visible(agentUntil(agentId, list.ends)));
    return { json: list, text: lines.length === 0 ? none : lines.join('\n') };
  });
};
