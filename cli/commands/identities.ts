import { InvalidArgumentError } from 'commander';
import { isTexts, parseJson } from '../../contracts/guards.ts';
import type { ClaimCondition, ClaimPath, WorkloadIdentity } from '../../contracts/vault-api/workloads.ts';
import { type AddCommand, commandGroup } from './common/command.ts';
import { connectedCommand, type ConnectedOptions } from './common/connected-command.ts';
import { confirm, yesOption, type YesOption } from './common/options.ts';
import { CliError } from '../host/cli-error.ts';
import { type Column, table } from '../output/table.ts';
import { visible } from '../../contracts/visible-text.ts';

/** `agent-secrets identities …` */
export const addIdentities: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'identities', 'workloads that sign in as agents, without a static key');
  for (const add of [addList, addAdd, addRemove]) add(group, host, done);
};

interface ListOptions extends ConnectedOptions {
  readonly agent?: string;
}

const addList: AddCommand = (group, host, done) => {
  const command = group
    .command('list')
    .description('list which workloads can act as which agent')
    .option('--agent <agent>', 'only those of this agent');
  connectedCommand<ListOptions>(command, host, done, async ({ vault, accountId }, _, { agent }) => {
    const identities = await vault.identities(accountId, agent === undefined ? {} : { agentId: agent });
    const columns: readonly Column<WorkloadIdentity>[] = [
      { head: 'IDENTITY', cell: ({ id }) => id },
      { head: 'NAME', cell: ({ name }) => name },
      { head: 'AGENT', cell: ({ agentId }) => agentId },
      { head: 'ISSUER', cell: ({ issuer }) => issuer },
      { head: 'CLAIMS', cell: ({ claims }) => claims.map(conditionText).join(', ') },
      { head: 'MINUTES', cell: ({ tokenMinutes }) => String(tokenMinutes) },
    ];
    return { json: { identities }, text: table(columns, identities, host, none) };
  });
};

const none =
  'No identities found. Add one with `agent-secrets identities add NAME --agent ID --issuer URL --claim NAME=VALUE`.';

function conditionText(condition: ClaimCondition): string {
  const name = [condition.claim].flat().join(' > ');
  return 'equals' in condition ? `${name}=${condition.equals}` : `${name}=${condition.startsWith}…`;
}

interface AddOptions extends ConnectedOptions {
  readonly agent: string;
  readonly issuer: string;
  readonly claim?: readonly string[];
  readonly claimPrefix?: readonly string[];
  readonly minutes?: number;
}

const addAdd: AddCommand = (group, host, done) => {
  const command = group
    .command('add')
    .description('let workloads with matching tokens act as an agent')
    .argument('<name>', 'what it is for')
    .requiredOption('--agent <agent>', 'the agent it acts as')
    .requiredOption('--issuer <url>', 'issuer of the tokens; the vault operator must have allowed it')
    .option('--claim <name=value...>', 'require this exact value of a claim in the token')
    .option(
      '--claim-prefix <name=start...>',
      'require a claim to start with this text, which must end with / or :',
    )
    .option('--minutes <number>', 'lifetime of a token of the agent, 5 to 60; default: 15', minutes);
  connectedCommand<AddOptions>(command, host, done, async ({ vault, accountId }, [name = ''], options) => {
    const { agent: agentId, issuer, claim = [], claimPrefix = [], minutes: tokenMinutes } = options;
    const claims: ClaimCondition[] = [
      ...claim.map((text) => conditionFrom(text, (path, equals) => ({ claim: path, equals }))),
      ...claimPrefix.map((text) => conditionFrom(text, (path, startsWith) => ({ claim: path, startsWith }))),
    ];
    if (claims.length === 0) throw new CliError('Identify the workload with --claim NAME=VALUE.');
    const given = { agentId, name, issuer, claims, ...(tokenMinutes !== undefined && { tokenMinutes }) };
    const identity = await vault.createIdentity(accountId, given);
    const text = `Workloads that match can act as the agent ${visible(agentId)} now. Set AGENT_SECRETS_IDENTITY=${visible(identity.id)} where they run.`;
    return { json: identity, text };
  });
};

/** Parses `name=value`. A nested claim is a JSON array of names: `["kubernetes.io","namespace"]=shop`. */
function conditionFrom(
  text: string,
  make: (claim: ClaimPath, value: string) => ClaimCondition,
): ClaimCondition {
  const [, name, value] = /^(\[.*?\]|[^=]+)=(.+)$/s.exec(text) ?? [];
  const claim = name?.startsWith('[') ? parseJson(name) : name;
  const isPath = typeof claim === 'string' || isTexts(claim);
  if (isPath && value !== undefined) return make(typeof claim === 'string' ? claim : [...claim], value);
  throw new CliError(
    'Write a claim as NAME=VALUE, and a nested claim as a list of names, such as \'["kubernetes.io","namespace"]=shop\'.',
  );
}

function minutes(text: string): number {
  const number = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (number >= 5 && number <= 60) return number;
  throw new InvalidArgumentError('Use a number of minutes from 5 to 60.');
}

const addRemove: AddCommand = (group, host, done) => {
  const command = group
    .command('remove')
    .description('remove an identity and revoke all tokens that were issued through it')
    .argument('<identity>', 'its id, as `identities list` shows it')
    .option(...yesOption);
  connectedCommand<YesOption>(command, host, done, async ({ vault, accountId }, [id = ''], { yes }) => {
    const shown = visible(id);
    await confirm(host, `Remove the identity ${shown} and revoke its tokens?`, yes);
    await vault.removeIdentity(accountId, id);
    return { json: { id }, text: `Removed the identity ${shown} and revoked its tokens.` };
  });
};
