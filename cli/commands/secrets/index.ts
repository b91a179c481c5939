import { withoutUndefined } from '../../../contracts/without-undefined.ts';
import { Option } from 'commander';
import type { SecretKind } from '../../../contracts/secret.ts';
import type { SecretMetadata, VersionPage } from '../../../contracts/vault-api/secrets.ts';
import { type AddCommand, commandGroup } from '../common/command.ts';
import { connectedCommand, type ConnectedOptions, withAuthorHint } from '../common/connected-command.ts';
import { secretFacts, stateOf } from './secret-facts.ts';
import { age } from '../../output/ages.ts';
import { type Column, counted, table } from '../../output/table.ts';
import {
  addCreate,
  addDelete,
  addDeprecate,
  addDescribe,
  addPurge,
  addRestore,
  addSet,
  addUndelete,
} from './change.ts';
import { addImport } from './import.ts';
import { dueSoon } from '../../../contracts/due.ts';
import { addEnvironments } from './environments.ts';
import { addUpkeep } from './upkeep.ts';

/** `agent-secrets secrets …` */
export const addSecrets: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'secrets', 'the secrets of the account; no command shows a value');
  for (const add of [
    addList,
    addShow,
    addCreate,
    addImport,
    addSet,
    addDescribe,
    addUpkeep,
    addEnvironments,
    addDeprecate,
    addDelete,
    addUndelete,
    addVersions,
    addRestore,
    addPurge,
  ])
    add(group, host, done);
};

interface ListOptions extends ConnectedOptions {
  readonly prefix?: string;
  readonly agent?: string;
  readonly kind?: SecretKind;
  readonly deleted?: boolean;
  readonly due?: boolean;
  readonly label?: string;
  readonly owner?: string;
}

const addList: AddCommand = (group, host, done) => {
  const command = group
    .command('list')
    .description('list the secrets of the account, without values')
    .option('--prefix <text>', 'only secrets whose names start with this text')
    .option('--agent <agent>', 'only secrets that this agent can read')
    .addOption(new Option('--kind <kind>', 'only secrets of this kind').choices(['single', 'key_value']))
    .option('--due', 'only secrets that expire or are due for rotation within 30 days, or are overdue')
    .option('--label <label>', 'only secrets with this label')
    .option('--owner <owner>', 'only secrets of this owner')
    .option('--deleted', 'include deleted secrets that can still be undeleted');
  connectedCommand<ListOptions>(command, host, done, async ({ vault, accountId }, _, options) => {
    const { prefix, agent, kind, deleted: includeDeleted } = options;
    const search = withoutUndefined({ prefix, agentId: agent, kind, includeDeleted });
    const asked = vault.secrets(accountId, search);
    const secrets = (await withAuthorHint(asked, catalogOfOne)).filter(wanted(options, host.now()));
    const { due, label, owner } = options;
    const narrowed = [prefix, agent, kind, due, label, owner].some((option) => option !== undefined);
    const none = narrowed ? noneSuch : noneYet;
    const columns: readonly Column<SecretMetadata>[] = [
      { head: 'SECRET', cell: ({ name }) => name },
      { head: 'KIND', cell: (secret) => secret.kind },
      { head: 'VERSION', cell: ({ version }) => String(version), align: 'right' },
      { head: 'AGENTS', cell: ({ agentIds }) => agentsOf(agentIds) },
      { head: 'CHANGED', cell: ({ updatedAt }) => age(updatedAt, host.now()) },
      { head: 'STATE', cell: (secret) => stateOf(secret, host.now()) },
      { head: 'DESCRIPTION', cell: ({ description }) => description },
    ];
    return { json: { secrets }, text: table(columns, secrets, host, none) };
  });
};

/** The filters that the vault does not have. */
function wanted({ due, label, owner }: ListOptions, now: string): (secret: SecretMetadata) => boolean {
  return (secret) =>
    (due !== true || (secret.deletedAt === undefined && dueSoon(secret, new Date(now)) !== undefined)) &&
    (label === undefined || (secret.labels ?? []).includes(label)) &&
    (owner === undefined || secret.owner === owner);
}

const noneYet = 'No secrets yet. Create one with `agent-secrets secrets create NAME`.';
const noneSuch = 'No matching secrets.';
const catalogOfOne =
  'Authors can export the secrets of one agent with `agent-secrets catalog export --agent ID`; `agent-secrets agents list` shows the ids.';
const mostNamed = 2;

function agentsOf(agentIds: readonly string[]): string {
  return agentIds.length <= mostNamed ? agentIds.join(', ') : counted(agentIds.length, 'agent');
}

const addShow: AddCommand = (group, host, done) => {
  const command = group
    .command('show')
    .description('show everything about a secret except its value')
    .argument('<secret>', 'its name');
  connectedCommand(command, host, done, async ({ vault, accountId }, [name = '']) => {
    const secret = await vault.secret(accountId, name);
    return { json: secret, text: secretFacts(secret, host.now()) };
  });
};

type Version = VersionPage['versions'][number];

const addVersions: AddCommand = (group, host, done) => {
  const command = group
    .command('versions')
    .description('list the versions of a secret, newest first, without values')
    .argument('<secret>', 'its name');
  connectedCommand(command, host, done, async ({ vault, accountId }, [name = '']) => {
    const versions = await vault.versions(accountId, name);
    return { json: { versions }, text: table(versionColumns(host.now()), versions, host) };
  });
};

function versionColumns(now: string): readonly Column<Version>[] {
  return [
    { head: 'VERSION', cell: ({ version }) => String(version), align: 'right' },
    { head: 'READ', cell: ({ current }) => (current ? 'yes' : '') },
    { head: 'FIELDS', cell: ({ fields }) => fields.join(', ') },
    { head: 'MADE', cell: ({ createdAt }) => age(createdAt, now) },
    { head: 'BY', cell: ({ createdBy }) => createdBy },
  ];
}
