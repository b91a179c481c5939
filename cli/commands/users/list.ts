import type { User } from '../../../contracts/vault-api/users.ts';
import { age } from '../../output/ages.ts';
import { table } from '../../output/table.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';

export const addUsersList: AddCommand = (group, host, done) => {
  const command = group.command('list').description('list the people of the account');
  connectedCommand(command, host, done, async ({ vault, accountId }) => {
    const users = await vault.users(accountId);
    return { json: { users }, text: users.length === 0 ? none : listed(users) };
  });

  const listed = (users: readonly User[]): string =>
    table(
      [
        { head: 'USER', cell: ({ id }) => id },
        { head: 'NAME', cell: ({ name }) => name },
        { head: 'ROLE', cell: ({ role }) => role },
        { head: 'EMAIL', cell: ({ email }) => email },
        { head: 'ADDED', cell: ({ createdAt }) => age(createdAt, host.now()) },
        { head: 'DISABLED', cell: ({ disabledAt }) => age(disabledAt, host.now()) },
      ],
      users,
      host,
    );
};

const none = 'No users yet. Add one with `agent-secrets users add NAME --role author`.';
