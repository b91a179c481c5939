import type { User, UserChange } from '../../../contracts/vault-api/users.ts';
import { CliError } from '../../cli-error.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../add-command.ts';
import { manage, type ManageOptions } from '../manage.ts';
import { personRoleOption } from '../options.ts';

interface ChangeOptions extends ManageOptions {
  readonly name?: string;
  readonly role?: User['role'];
  readonly email?: string;
  readonly enable?: boolean;
}

export const addUsersChange: AddCommand = (group, around, done) => {
  const command = group
    .command('change')
    .description('change what is known of a person, and what they may do')
    .argument('<user>', 'their id, as `users list` shows it')
    .option('--name <name>', 'how people know them')
    .addOption(personRoleOption('what they, and all of their keys, may do from now on'))
    .option('--email <address>', 'their e-mail address')
    .option('--enable', 'let a removed person in again');
  manage<ChangeOptions>(command, around, done, async ({ vault, accountId }, [id = ''], options) => {
    const user = await vault.changeUser(accountId, id, changeOf(options));
    return { json: user, text: `Changed ${visible(user.name)}: ${user.role} (${user.id}).` };
  });
};

function changeOf({ name, role, email, enable }: ChangeOptions): UserChange {
  const change: UserChange = {
    ...(name !== undefined && { name }),
    ...(role !== undefined && { role }),
    ...(email !== undefined && { email }),
    ...(enable === true && { disabled: false }),
  };
  if (Object.keys(change).length > 0) return change;
  throw new CliError('Say what to change: --name, --role, --email or --enable.');
}
