import { CliError } from '../../cli-error.ts';
import { visible } from '../../output/visible-text.ts';
import { confirm } from '../../prompt/confirm.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';
import { yesOption, type YesOption } from '../common/options.ts';

export const addTokensRevoke: AddCommand = (group, host, done) => {
  const command = group
    .command('revoke')
    .description('end a token for good; the very next use of it is refused')
    .argument('<token>', 'its id, as `tokens list` shows it; not the token itself')
    .option(...yesOption);
  connectedCommand<YesOption>(command, host, done, async ({ vault, accountId }, [id = ''], { yes }) => {
    if (/^ags_[a-z]+_/.test(id)) throw new CliError(isToken);
    const shown = visible(id);
    await confirm(host, `Revoke the token ${shown} for good?`, yes);
    await vault.revokeToken(accountId, id);
    return { json: { id }, text: `Revoked the token ${shown}.` };
  });
};

const isToken =
  'That is the token itself, which is now in your shell history. Revoke it by its id, which `tokens list` shows.';
