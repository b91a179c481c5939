import type { TokenMetadata } from '../../../contracts/vault-api/identity.ts';
import { age, ahead, lastUse } from '../../output/ages.ts';
import { table } from '../../output/table.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';

interface ListOptions extends ConnectedOptions {
  readonly agent?: string;
  readonly user?: string;
}

export const addTokensList: AddCommand = (group, host, done) => {
  const command = group
    .command('list')
    .description('list tokens, those that ended too; never what they are known by')
    .option('--agent <agent>', 'only those of this agent')
    .option('--user <user>', 'only tokens that belong to this person');
  connectedCommand<ListOptions>(command, host, done, async ({ vault, accountId }, _, { agent, user }) => {
    const search = {
      ...(agent !== undefined && { agentId: agent }),
      ...(user !== undefined && { userId: user }),
    };
    const tokens = await vault.tokens(accountId, search);
    return { json: { tokens }, text: tokens.length === 0 ? none : listed(tokens) };
  });

  const listed = (tokens: readonly TokenMetadata[]): string =>
    table(
      [
        { head: 'TOKEN', cell: ({ id }) => id },
        { head: 'NAME', cell: ({ name }) => name },
        { head: 'ROLE', cell: ({ role }) => role },
        { head: 'FOR', cell: ({ agentId, userId }) => agentId ?? userId },
        { head: 'FROM', cell: ({ addresses }) => addresses.join(', ') },
        { head: 'ENDS', cell: (token) => endOf(token, host.now()) },
        { head: 'LAST USED', cell: ({ lastUsedAt }) => lastUse(lastUsedAt, host.now()) },
      ],
      tokens,
      host,
    );
};

const none = 'No such tokens. Issue one with `agent-secrets tokens issue NAME --agent ID`.';

function endOf({ revokedAt, expiresAt }: TokenMetadata, now: string): string {
  return revokedAt === undefined ? ahead(expiresAt, now) : `revoked ${age(revokedAt, now) ?? ''}`;
}
