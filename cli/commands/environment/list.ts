import type { EnvironmentSecret } from '../../../contracts/vault-api/environment.ts';
import { age } from '../../output/ages.ts';
import { table } from '../../output/table.ts';
import type { AddCommand } from '../add-command.ts';
import { manage } from '../manage.ts';

export const addEnvironmentList: AddCommand = (group, around, done) => {
  const command = group.command('list').description('list your environment secrets, without values');
  manage(command, around, done, async ({ vault }) => {
    const secrets = await vault.environment();
    return { json: { secrets }, text: secrets.length === 0 ? none : listed(secrets) };
  });

  const listed = (secrets: readonly EnvironmentSecret[]): string =>
    table(
      [
        { head: 'VARIABLE', cell: ({ name }) => name },
        { head: 'VERSION', cell: ({ version }) => String(version), align: 'right' },
        { head: 'CHANGED', cell: ({ updatedAt }) => age(updatedAt, around.now()) },
        { head: 'DESCRIPTION', cell: ({ description }) => description },
      ],
      secrets,
      around,
    );
};

const none = 'No environment secrets yet. Store one with `agent-secrets environment set NAME`.';
