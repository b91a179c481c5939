import { Option } from 'commander';
import type { SecretKind } from '../../../contracts/secret.ts';
import type { SecretMetadata } from '../../../contracts/vault-api/secrets.ts';
import { age } from '../../output/ages.ts';
import { counted, table } from '../../output/table.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { withAuthorHint } from '../common/with-author-hint.ts';
import { stateOf } from './secret-facts.ts';

interface ListOptions extends ConnectedOptions {
  readonly prefix?: string;
  readonly agent?: string;
  readonly kind?: SecretKind;
  readonly deleted?: boolean;
}

export const addSecretsList: AddCommand = (group, host, done) => {
  const command = group
    .command('list')
    .description('list the secrets of the account, without values')
    .option('--prefix <text>', 'only secrets whose names start with this text')
    .option('--agent <agent>', 'only secrets that this agent can read')
    .addOption(new Option('--kind <kind>', 'only secrets of this kind').choices(['single', 'key_value']))
    .option('--deleted', 'include deleted secrets that can still be undeleted');
  connectedCommand<ListOptions>(command, host, done, async ({ vault, accountId }, _, options) => {
    const { prefix, agent, kind, deleted } = options;
    const asked = vault.secrets(accountId, {
      ...(prefix !== undefined && { prefix }),
      ...(agent !== undefined && { agentId: agent }),
      ...(kind !== undefined && { kind }),
      ...(deleted === true && { includeDeleted: true }),
    });
    const secrets = await withAuthorHint(asked, catalogOfOne);
    const narrowed = prefix !== undefined || agent !== undefined || kind !== undefined;
    const none = narrowed ? noneSuch : noneYet;
    return { json: { secrets }, text: secrets.length === 0 ? none : listed(secrets) };
  });

  const listed = (secrets: readonly SecretMetadata[]): string =>
    table(
      [
        { head: 'SECRET', cell: ({ name }) => name },
        { head: 'KIND', cell: ({ kind }) => kind },
        { head: 'VERSION', cell: ({ version }) => String(version), align: 'right' },
        { head: 'AGENTS', cell: ({ agentIds }) => agentsOf(agentIds) },
        { head: 'CHANGED', cell: ({ updatedAt }) => age(updatedAt, host.now()) },
        { head: 'STATE', cell: (secret) => stateOf(secret, host.now()) },
        { head: 'DESCRIPTION', cell: ({ description }) => description },
      ],
      secrets,
      host,
    );
};

const noneYet = 'No secrets yet. Create one with `agent-secrets secrets create NAME`.';
const noneSuch = 'No matching secrets.';
const catalogOfOne =
  'Authors can export the secrets of one agent with `agent-secrets catalog export --agent ID`; `agent-secrets agents list` shows the ids.';
const mostNamed = 2;

function agentsOf(agentIds: readonly string[]): string {
  return agentIds.length <= mostNamed ? agentIds.join(', ') : counted(agentIds.length, 'agent');
}
