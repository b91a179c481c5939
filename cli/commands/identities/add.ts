import { InvalidArgumentError } from 'commander';
import type { ClaimCondition, ClaimPath } from '../../../contracts/vault-api/workloads.ts';
import { isTexts, parseJson } from '../../../contracts/guards.ts';
import { CliError } from '../../cli-error.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';

interface AddOptions extends ConnectedOptions {
  readonly agent: string;
  readonly issuer: string;
  readonly claim?: readonly string[];
  readonly claimPrefix?: readonly string[];
  readonly minutes?: number;
}

export const addIdentitiesAdd: AddCommand = (group, host, done) => {
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

/** `name=value`; a nested claim is given as a list of names: `["kubernetes.io","namespace"]=shop`. */
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
