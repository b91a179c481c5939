import type { PersonRole, UserChange } from '../../../contracts/vault-api/users.ts';
import { CliError } from '../../cli-error.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { personRoleOption } from '../common/options.ts';

interface ChangeOptions extends ConnectedOptions {
  readonly name?: string;
  readonly role?: PersonRole;
  readonly email?: string;
  readonly enable?: boolean;
}

export const addUsersChange: AddCommand = (group, host, done) => {
  const command = group
    .command('change')
    .description("change a person's name, e-mail address or role")
    .argument('<user>', 'their id, as `users list` shows it')
    .option('--name <name>', 'the display name')
    .addOption(personRoleOption('new role of the person and all their keys'))
    .option('--email <address>', 'their e-mail address')
    .option('--enable', 'let a disabled person in again');
  connectedCommand<ChangeOptions>(command, host, done, async ({ vault, accountId }, [id = ''], options) => {
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
  throw new CliError('Choose what to change: --name, --role, --email or --enable.');
}
