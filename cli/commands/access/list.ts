import type { AccessList } from '../../../contracts/vault-api/access.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';

export const addAccessList: AddCommand = (group, host, done) => {
  const command = group
    .command('list')
    .description('list the agents that can read a secret; `secrets list --agent` asks the other way round')
    .argument('<secret>', 'its name');
  connectedCommand(command, host, done, async ({ vault, accountId }, [name = '']) => {
    const list = await vault.access(accountId, name);
    const none = `No agent can read "${visible(name)}". Grant it with \`agent-secrets access grant\`.`;
    return {
      json: list,
      text: list.agentIds.length === 0 ? none : list.agentIds.map(lineOf(list.ends)).join('\n'),
    };
  });
};

/** An agent, and when its grant ends. */
function lineOf(ends: AccessList['ends'] = []): (agentId: string) => string {
  return (agentId) => {
    const until = ends.find((end) => end.agentId === agentId)?.until;
    return until === undefined ? visible(agentId) : `${visible(agentId)} until ${visible(until)}`;
  };
}
