import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';

interface CreateOptions extends ConnectedOptions {
  readonly agent: string;
  readonly reason?: string;
  readonly place?: string;
}

export const addRequestsCreate: AddCommand = (group, host, done) => {
  const command = group
    .command('create')
    .description('request access to a secret for an agent')
    .argument('<secret>', 'its name')
    .requiredOption('--agent <agent>', 'the agent that needs it')
    .option('--reason <text>', 'reason for the request; admins can read it')
    .option('--place <file:line>', 'place in the code that reads it, such as functions/pay.py:12');
  connectedCommand<CreateOptions>(command, host, done, async ({ vault }, [secretName = ''], options) => {
    const { agent, reason, place } = options;
    const request = await vault.requestAccess(agent, {
      secretName,
      ...(reason !== undefined && { reason }),
      ...(place !== undefined && { place }),
    });
    const text = `Requested access to "${visible(secretName)}" for ${visible(agent)}: ${request.id}, ${request.status}.`;
    return { json: request, text };
  });
};
