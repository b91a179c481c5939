import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../add-command.ts';
import { manage, type ManageOptions } from '../manage.ts';

interface CreateOptions extends ManageOptions {
  readonly agent: string;
  readonly reason?: string;
  readonly place?: string;
}

export const addRequestsCreate: AddCommand = (group, around, done) => {
  const command = group
    .command('create')
    .description('ask that an agent be granted a secret')
    .argument('<secret>', 'its name')
    .requiredOption('--agent <agent>', 'the agent that needs it')
    .option('--reason <text>', 'why; an admin reads it')
    .option('--place <file:line>', 'where the code reads it, such as functions/pay.py:12');
  manage<CreateOptions>(command, around, done, async ({ vault }, [secretName = ''], options) => {
    const { agent, reason, place } = options;
    const request = await vault.requestAccess(agent, {
      secretName,
      ...(reason !== undefined && { reason }),
      ...(place !== undefined && { place }),
    });
    const text = `Asked for “${visible(secretName)}” for ${visible(agent)}: ${request.id}, ${request.status}.`;
    return { json: request, text };
  });
};
