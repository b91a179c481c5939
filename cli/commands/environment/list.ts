import type { EnvironmentSecret } from '../../../contracts/vault-api/environment.ts';
import { age } from '../../output/ages.ts';
import { table } from '../../output/table.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';

export const addEnvironmentList: AddCommand = (group, host, done) => {
  const command = group.command('list').description('list your environment secrets, without values');
  connectedCommand(command, host, done, async ({ vault }) => {
    const secrets = await vault.environment();
    return { json: { secrets }, text: secrets.length === 0 ? none : listed(secrets) };
  });

  const listed = (secrets: readonly EnvironmentSecret[]): string =>
    table(
      [
        { head: 'VARIABLE', cell: ({ name }) => name },
        { head: 'VERSION', cell: ({ version }) => String(version), align: 'right' },
        { head: 'CHANGED', cell: ({ updatedAt }) => age(updatedAt, host.now()) },
        { head: 'DESCRIPTION', cell: ({ description }) => description },
      ],
      secrets,
      host,
    );
};

const none = 'No environment secrets yet. Store one with `agent-secrets environment set NAME`.';
