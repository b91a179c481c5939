import { visible } from '../../output/visible-text.ts';
import { confirm } from '../../prompt/confirm.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';
import { yesOption, type YesOption } from '../common/options.ts';

export const addIdentitiesRemove: AddCommand = (group, host, done) => {
  const command = group
    .command('remove')
    .description('remove an identity and revoke all tokens that were issued through it')
    .argument('<identity>', 'its id, as `identities list` shows it')
    .option(...yesOption);
  connectedCommand<YesOption>(command, host, done, async ({ vault, accountId }, [id = ''], { yes }) => {
    const shown = visible(id);
    await confirm(host, `Remove the identity ${shown} and revoke its tokens?`, yes);
    await vault.removeIdentity(accountId, id);
    return { json: { id }, text: `Removed the identity ${shown} and revoked its tokens.` };
  });
};
