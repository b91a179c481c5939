import { CliError } from '../../cli-error.ts';
import { counted } from '../../output/table.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { type EndOptions, endOfGrant } from '../common/times.ts';
import { changeAccess } from './change-access.ts';

interface AccessOptions extends ConnectedOptions, EndOptions {
  readonly agent: readonly string[];
}

/** The vault's limit for one request. */
const mostSecrets = 500;

export const addAccessGrant = accessCommand('grant', {
  description: 'let agents read secrets; with several secrets, all changes are made, or none',
  done: 'can read',
  ends: true,
});

/** Does not ask for confirmation: in an emergency it must be quick, and a grant undoes it. */
export const addAccessRevoke = accessCommand('revoke', {
  description: 'revoke access to secrets; the next read is rejected',
  done: 'can no longer read',
  ends: false,
});

function accessCommand(
  verb: 'grant' | 'revoke',
  words: { readonly description: string; readonly done: string; readonly ends: boolean },
): AddCommand {
  return (group, host, done) => {
    const command = group
      .command(verb)
      .description(words.description)
      .argument('<secrets...>', 'their names')
      .requiredOption('--agent <agents...>', 'ids of the agents');
    if (words.ends) {
      command
        .option('--until <time>', 'when the grant expires: a date, or `never` to remove the expiry')
        .option('--for <time>', 'how long the grant lasts: 8h, 30d or 4w');
    }
    connectedCommand<AccessOptions>(command, host, done, async ({ vault, accountId }, args, options) => {
      const names = [...new Set(args)];
      const agents = [...new Set(options.agent)];
      // If no expiry is given, agents on the list keep theirs.
      const isEndless = options.until === 'never' && options.for === undefined;
      const until = isEndless ? null : endOfGrant(options, host.now());
      if (names.length > mostSecrets)
        throw new CliError('At most 500 secrets can be changed in one command.');
      const change = { [verb]: agents, ...(until !== undefined && { until }) };
      const changed = await changeAccess(vault, accountId, names, change);
      const what = names.length === 1 ? `"${visible(names.join(''))}"` : counted(names.length, 'secret');
      const end = typeof until === 'string' ? ` until ${until}` : '';
      return { json: changed, text: `${agents.map(visible).join(', ')} ${words.done} ${what}${end}.` };
    });
  };
}
