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
    .description('list tokens, including expired and revoked ones; never the tokens themselves')
    .option('--agent <agent>', 'only those of this agent')
    .option('--user <user>', 'only tokens that belong to this person');
  connectedCommand<ListOptions>(command, host, done, async ({ vault, accountId }, _, { agent, user }) => {
    const search = {
      ...(agent !== undefined && { agentId: agent }),
      ...(user !== undefined && { userId: user }),
    };
    const tokens = await vault.tokens(accountId, search);
    return { json: { tokens }, text: tokens.length === 0 ? none : `${listed(tokens)}${endingSoon(tokens)}` };
  });

  /** Without a valid admin key, no one can manage the vault. */
  const endingSoon = (tokens: readonly TokenMetadata[]): string => {
    const now = Date.parse(host.now());
    const ending = tokens.filter(({ role, id, revokedAt, expiresAt }) => {
      const left = Date.parse(expiresAt) - now;
      const isKey = role === 'admin' && !id.startsWith('ses_') && revokedAt === undefined;
      return isKey && left > 0 && left <= 30 * 86_400_000;
    });
    if (ending.length === 0) return '';
    const which = ending.map(({ id, expiresAt }) => `${id} ends ${ahead(expiresAt, host.now())}`).join(', ');
    return `\n\nAdmin keys expire soon: ${which}. Issue new ones before then: agent-secrets tokens issue NAME --role admin`;
  };

  const listed = (tokens: readonly TokenMetadata[]): string =>
    table(
      [
        { head: 'TOKEN', cell: ({ id }) => id },
        { head: 'NAME', cell: ({ name }) => name },
        { head: 'ROLE', cell: ({ role }) => role },
        { head: 'FOR', cell: ({ agentId, userId }) => agentId ?? userId },
        { head: 'FROM', cell: ({ addresses }) => addresses.join(', ') },
        { head: 'ISSUED BY', cell: ({ issuedBy, issuedByName }) => issuedByName ?? issuedBy ?? undefined },
        { head: 'ENDS', cell: (token) => endOf(token, host.now()) },
        { head: 'LAST USED', cell: ({ lastUsedAt }) => lastUse(lastUsedAt, host.now()) },
      ],
      tokens,
      host,
    );
};

const none = 'No tokens found. Issue one with `agent-secrets tokens issue NAME --agent ID`.';

function endOf({ revokedAt, expiresAt }: TokenMetadata, now: string): string {
  return revokedAt === undefined ? ahead(expiresAt, now) : `revoked ${age(revokedAt, now) ?? ''}`;
}
