import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../add-command.ts';
import { manage } from '../manage.ts';

export const addAccessList: AddCommand = (group, around, done) => {
  const command = group
    .command('list')
    .description('list the agents that can read a secret; `secrets list --agent` asks the other way round')
    .argument('<secret>', 'its name');
  manage(command, around, done, async ({ vault, accountId }, [name = '']) => {
    const list = await vault.access(accountId, name);
    const none = `No agent can read “${visible(name)}”. Grant it with \`agent-secrets access grant\`.`;
    return { json: list, text: list.agentIds.length === 0 ? none : list.agentIds.map(visible).join('\n') };
  });
};
