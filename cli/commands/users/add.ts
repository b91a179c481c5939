import type { PersonRole } from '../../../contracts/vault-api/users.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { personRoleOption } from '../common/options.ts';

interface AddOptions extends ConnectedOptions {
  readonly role: PersonRole;
  readonly email?: string;
  readonly issuer?: string;
  readonly subject?: string;
}

export const addUsersAdd: AddCommand = (group, host, done) => {
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
