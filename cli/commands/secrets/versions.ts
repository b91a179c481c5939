import type { VersionPage } from '../../../contracts/vault-api/secrets.ts';
import { age } from '../../output/ages.ts';
import { type Column, table } from '../../output/table.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';

type Version = VersionPage['versions'][number];

export const addSecretsVersions: AddCommand = (group, host, done) => {
  const command = group
    .command('versions')
    .description('list the versions of a secret, newest first, without values')
    .argument('<secret>', 'its name');
  connectedCommand(command, host, done, async ({ vault, accountId }, [name = '']) => {
    const versions = await vault.versions(accountId, name);
    return { json: { versions }, text: table(columns(host.now()), versions, host) };
  });
};

function columns(now: string): readonly Column<Version>[] {
  return [
    { head: 'VERSION', cell: ({ version }) => String(version), align: 'right' },
    { head: 'READ', cell: ({ current }) => (current ? 'yes' : '') },
    { head: 'FIELDS', cell: ({ fields }) => fields.join(', ') },
    { head: 'MADE', cell: ({ createdAt }) => age(createdAt, now) },
    { head: 'BY', cell: ({ createdBy }) => createdBy },
  ];
}
