import { Argument } from 'commander';
import type { NamedEnvironment } from '../../contracts/environments.ts';
import type { Account } from '../../contracts/vault-api/accounts.ts';
import { type AddCommand, commandGroup } from './common/command.ts';
import { connectedCommand } from './common/connected-command.ts';
import { confirm, yesOption, type YesOption } from './common/options.ts';
import { CliError } from '../host/cli-error.ts';
import { requireNoCredential } from './common/require-no-credential.ts';
import { visible } from '../../contracts/visible-text.ts';

/** `agent-secrets account …` */
export const addAccount: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'account', 'the settings of the account');
  for (const add of [addShow, addRename, addOff, addOn, addSecondApprover, addAssistants, addEnvironments])
    add(group, host, done);
};

const addShow: AddCommand = (group, host, done) => {
  const command = group
    .command('show')
    .description('show the name of the account and whether the vault is turned on');
  connectedCommand(command, host, done, async ({ vault, accountId }) => {
    const account = await vault.account(accountId);
    return { json: account, text: described(account) };
  });
};

const addRename: AddCommand = (group, host, done) => {
  const command = group
    .command('rename')
    .description('rename the account; its id stays the same')
    .argument('<name>', 'the new name');
  connectedCommand(command, host, done, async ({ vault, accountId }, [name = '']) => {
    const { revision } = await vault.account(accountId);
    const account = await vault.changeAccount(accountId, { name }, revision);
    return { json: account, text: described(account) };
  });
};

const addOff: AddCommand = (group, host, done) => {
  const command = group
    .command('off')
    .description('turn the vault off for the account; every read fails until you turn it on again')
    .option(...yesOption);
  connectedCommand<YesOption>(command, host, done, async ({ vault, accountId }, _args, { yes }) => {
    const { name, revision } = await vault.account(accountId);
    await confirm(host, `Stop all reads of the account ${visible(name)} immediately?`, yes);
    const account = await vault.changeAccount(accountId, { vaultEnabled: false }, revision);
    return { json: account, text: described(account) };
  });
};

const addOn: AddCommand = (group, host, done) => {
  const command = group.command('on').description('turn the vault on again for the account');
  connectedCommand(command, host, done, async ({ vault, accountId }) => {
    const { revision } = await vault.account(accountId);
    const account = await vault.changeAccount(accountId, { vaultEnabled: true }, revision);
    return { json: account, text: described(account) };
  });
};

const addSecondApprover: AddCommand = (group, host, done) => {
  const command = group
    .command('second-approver')
    .description('require two admins for every grant of access, or stop requiring them')
    .addArgument(new Argument('<state>', 'the new setting').choices(['on', 'off']))
    .option(...yesOption);
  connectedCommand<YesOption>(command, host, done, async ({ vault, accountId }, [state], { yes }) => {
    const { name, revision } = await vault.account(accountId);
    const secondApprover = state === 'on';
    const question = secondApprover
      ? `Require two admins for every grant in the account ${visible(name)}? Neither can be the requester.`
      : `Let every admin of the account ${visible(name)} grant access without a second approval?`;
    await confirm(host, question, yes);
    const account = await vault.changeAccount(accountId, { secondApprover }, revision);
    return { json: account, text: described(account) };
  });
};

const addAssistants: AddCommand = (group, host, done) => {
  const command = group
    .command('assistants')
    .description('allow AI assistants to use the tools of Agent Secrets on behalf of users, or forbid it')
    .addArgument(new Argument('<state>', 'the new setting').choices(['on', 'off']));
  connectedCommand(command, host, done, async ({ vault, accountId }, [state]) => {
    const { revision } = await vault.account(accountId);
    const account = await vault.changeAccount(accountId, { assistants: state === 'on' }, revision);
    return { json: account, text: described(account) };
  });
};

const addEnvironments: AddCommand = (group, host, done) => {
  const command = group
    .command('environments')
    .description('set the environments and the suffixes of their secret names; `none` removes them')
    .argument('<rule...>', 'each environment with its suffix, such as sandbox=_sandbox live=_live');
  connectedCommand(command, host, done, async ({ vault, accountId }, rule) => {
    const environments = environmentsIn(rule);
    const { revision } = await vault.account(accountId);
    const account = await vault.changeAccount(accountId, { environments: [...environments] }, revision);
    return { json: account, text: described(account) };
  });
};

/** @throws CliError */
function environmentsIn(rule: readonly string[]): readonly NamedEnvironment[] {
  if (rule.length === 1 && rule[0] === 'none') return [];
  const environments = rule.map((text) => {
    const at = text.indexOf('=');
    if (at > 0 && at < text.length - 1) return { name: text.slice(0, at), suffix: text.slice(at + 1) };
    throw new CliError('Give each environment with its suffix, such as live=_live, or `none`.');
  });
  for (const { name, suffix } of environments) {
    requireNoCredential(name, 'The name of an environment');
    requireNoCredential(suffix, 'The suffix of an environment');
  }
  return environments;
}

function described(account: Account): string {
  const { id, name, vaultEnabled, secondApprover, assistants, environments } = account;
  const approvers = secondApprover ? ' Two admins must approve access.' : '';
  const named = environments.map((one) => `${visible(one.name)} (${visible(one.suffix)})`);
  const rule = named.length === 0 ? '' : ` Environments: ${named.join(', ')}.`;
  return `${visible(name)} (${id}): the vault is turned ${vaultEnabled ? 'on' : 'off'}.${approvers}${assistants ? '' : ' Assistants are turned off.'}${rule}`;
}
