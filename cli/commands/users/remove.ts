import { visible } from '../../output/visible-text.ts';
import { confirm } from '../../prompt/confirm.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';
import { yesOption, type YesOption } from '../common/options.ts';

/** The audit log still refers to users, so they are disabled and never deleted. */
export const addUsersRemove: AddCommand = (group, host, done) => {
  const command = group
    .command('remove')
    .description(
      'disable a person and revoke all their keys permanently; after `users change --enable` they can get new ones',
    )
    .argument('<user>', 'their id, as `users list` shows it')
    .option(...yesOption);
  connectedCommand<YesOption>(command, host, done, async ({ vault, accountId }, [id = ''], { yes }) => {
    await confirm(host, `Disable the user ${visible(id)} and permanently revoke all their keys?`, yes);
    const user = await vault.changeUser(accountId, id, { disabled: true });
    return { json: user, text: `Disabled ${visible(user.name)} and revoked all their keys.` };
  });
};
