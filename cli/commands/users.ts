import { withoutUndefined } from '../../contracts/without-undefined.ts';
import type { PersonRole, User, UserChange } from '../../contracts/vault-api/users.ts';
import { type AddCommand, commandGroup } from './common/command.ts';
import { connectedCommand, type ConnectedOptions } from './common/connected-command.ts';
import { confirm, personRoleOption, yesOption, type YesOption } from './common/options.ts';
import { CliError } from '../host/cli-error.ts';
import { age } from '../output/ages.ts';
import { type Column, table } from '../output/table.ts';
import { visible } from '../../contracts/visible-text.ts';

/** `agent-secrets users …` */
export const addUsers: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'users', 'the people of the account');
  for (const add of [addList, addAdd, addChange, addRemove]) add(group, host, done);
};

const addList: AddCommand = (group, host, done) => {
  const command = group.command('list').description('list the people of the account');
  connectedCommand(command, host, done, async ({ vault, accountId }) => {
    const users = await vault.users(accountId);
    const columns: readonly Column<User>[] = [
      { head: 'USER', cell: ({ id }) => id },
      { head: 'NAME', cell: ({ name }) => name },
      { head: 'ROLE', cell: ({ role }) => role },
      { head: 'EMAIL', cell: ({ email }) => email },
      { head: 'ADDED', cell: ({ createdAt }) => age(createdAt, host.now()) },
      { head: 'DISABLED', cell: ({ disabledAt }) => age(disabledAt, host.now()) },
    ];
    return { json: { users }, text: table(columns, users, host, none) };
  });
};

const none = 'No users yet. Add one with `agent-secrets users add NAME --role author`.';

interface AddOptions extends ConnectedOptions {
  readonly role: PersonRole;
  readonly email?: string;
  readonly issuer?: string;
  readonly subject?: string;
}

const addAdd: AddCommand = (group, host, done) => {
  const command = group
    .command('add')
    .description('add a person; give them a key with `tokens issue --user`')
    .argument('<name>', 'the display name')
    .addOption(personRoleOption('their role').makeOptionMandatory())
    .option('--email <address>', 'their e-mail address')
    .option('--issuer <url>', 'OpenID Connect issuer that they sign in with')
    .option('--subject <id>', "the person's id at that issuer (sub)");
  connectedCommand<AddOptions>(command, host, done, async ({ vault, accountId }, [name = ''], options) => {
    const { role, email, issuer, subject } = options;
    const user = await vault.createUser(accountId, withoutUndefined({ name, role, email, issuer, subject }));
    return { json: user, text: `Added ${visible(user.name)} as ${user.role} (${user.id}).` };
  });
};

interface ChangeOptions extends ConnectedOptions {
  readonly name?: string;
  readonly role?: PersonRole;
  readonly email?: string;
  readonly enable?: boolean;
}

const addChange: AddCommand = (group, host, done) => {
  const command = group
    .command('change')
    .description("change a person's name, e-mail address or role")
    .argument('<user>', 'their id, as `users list` shows it')
    .option('--name <name>', 'the display name')
    .addOption(personRoleOption('new role of the person and all their keys'))
    .option('--email <address>', 'their e-mail address')
    .option('--enable', 'enable a disabled user again');
  connectedCommand<ChangeOptions>(command, host, done, async ({ vault, accountId }, [id = ''], options) => {
    const user = await vault.changeUser(accountId, id, changeOf(options));
    return { json: user, text: `Changed ${visible(user.name)}: ${user.role} (${user.id}).` };
  });
};

function changeOf({ name, role, email, enable }: ChangeOptions): UserChange {
  const disabled = enable === true ? false : undefined;
  const change: UserChange = withoutUndefined({ name, role, email, disabled });
  if (Object.keys(change).length > 0) return change;
  throw new CliError('Choose what to change: --name, --role, --email or --enable.');
}

/** Disables users instead of deleting them, because the audit log still refers to them. */
const addRemove: AddCommand = (group, host, done) => {
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
