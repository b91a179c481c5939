import { CliError } from '../../cli-error.ts';
import { counted } from '../../output/table.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { changeAccess } from './change-access.ts';

interface AccessOptions extends ConnectedOptions {
  readonly agent: readonly string[];
}

/** As many as the vault changes at once. */
const mostSecrets = 500;

export const addAccessGrant = accessCommand('grant', {
  description: 'let agents read secrets; for many secrets all of it is done, or nothing',
  done: 'can read',
});

/** It asks nothing: in an emergency it must be quick, and a grant takes it back. */
export const addAccessRevoke = accessCommand('revoke', {
  description: 'take secrets from agents: their very next read is refused',
  done: 'can no longer read',
});

function accessCommand(
  verb: 'grant' | 'revoke',
  words: { readonly description: string; readonly done: string },
): AddCommand {
  return (group, host, done) => {
    const command = group
      .command(verb)
      .description(words.description)
      .argument('<secrets...>', 'their names')
      .requiredOption('--agent <agents...>', 'ids of the agents');
    connectedCommand<AccessOptions>(command, host, done, async ({ vault, accountId }, args, { agent }) => {
      const names = [...new Set(args)];
      const agents = [...new Set(agent)];
      if (names.length > mostSecrets)
        throw new CliError('At most 500 secrets can be changed in one command.');
      const changed = await changeAccess(vault, accountId, names, { [verb]: agents });
      const what = names.length === 1 ? `"${visible(names.join(''))}"` : counted(names.length, 'secret');
      return { json: changed, text: `${agents.map(visible).join(', ')} ${words.done} ${what}.` };
    });
  };
}
