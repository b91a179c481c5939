import type { ClaimCondition, WorkloadIdentity } from '../../../contracts/vault-api/workloads.ts';
import { table } from '../../output/table.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';

interface ListOptions extends ConnectedOptions {
  readonly agent?: string;
}

export const addIdentitiesList: AddCommand = (group, host, done) => {
  const command = group
    .command('list')
    .description('list which workloads can act as which agent')
    .option('--agent <agent>', 'only those of this agent');
  connectedCommand<ListOptions>(command, host, done, async ({ vault, accountId }, _, { agent }) => {
    const identities = await vault.identities(accountId, agent === undefined ? {} : { agentId: agent });
    return { json: { identities }, text: identities.length === 0 ? none : listed(identities) };
  });

  const listed = (identities: readonly WorkloadIdentity[]): string =>
    table(
      [
        { head: 'IDENTITY', cell: ({ id }) => id },
        { head: 'NAME', cell: ({ name }) => name },
        { head: 'AGENT', cell: ({ agentId }) => agentId },
        { head: 'ISSUER', cell: ({ issuer }) => issuer },
        { head: 'CLAIMS', cell: ({ claims }) => claims.map(conditionText).join(', ') },
        { head: 'MINUTES', cell: ({ tokenMinutes }) => String(tokenMinutes) },
      ],
      identities,
      host,
    );
};

const none =
  'No identities found. Add one with `agent-secrets identities add NAME --agent ID --issuer URL --claim NAME=VALUE`.';

function conditionText(condition: ClaimCondition): string {
  const name = [condition.claim].flat().join(' > ');
  return 'equals' in condition ? `${name}=${condition.equals}` : `${name}=${condition.startsWith}…`;
}
