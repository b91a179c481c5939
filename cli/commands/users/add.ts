import type { User } from '../../../contracts/vault-api/users.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../add-command.ts';
import { manage, type ManageOptions } from '../manage.ts';
import { personRoleOption } from '../options.ts';

interface AddOptions extends ManageOptions {
  readonly role: User['role'];
  readonly email?: string;
  readonly issuer?: string;
  readonly subject?: string;
}

export const addUsersAdd: AddCommand = (group, around, done) => {
  const command = group
    .command('add')
    .description('add a person; give them a key with `tokens issue --user`')
    .argument('<name>', 'how people know them')
    .addOption(personRoleOption('what they may do').makeOptionMandatory())
    .option('--email <address>', 'their e-mail address')
    .option('--issuer <url>', 'who signs them in by OpenID Connect')
    .option('--subject <id>', 'who they are to that issuer');
  manage<AddOptions>(command, around, done, async ({ vault, accountId }, [name = ''], options) => {
    const { role, email, issuer, subject } = options;
    const user = await vault.createUser(accountId, {
      name,
      role,
      ...(email !== undefined && { email }),
      ...(issuer !== undefined && { issuer }),
      ...(subject !== undefined && { subject }),
    });
    return { json: user, text: `Added ${visible(user.name)} as ${user.role} (${user.id}).` };
  });
};
