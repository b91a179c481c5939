import { type AddCommand, vaultGroup } from '../common/command.ts';
import {
  addTargetOptions,
  targetOf,
  type TargetOptions,
  withVaultModule,
  operatorCommand,
} from './target.ts';
import { exitCodes } from '../../host/cli-error.ts';
import { table } from '../../output/table.ts';
import { visible } from '../../../contracts/visible-text.ts';

export const addAccounts: AddCommand = (program, host, done) => {
  const command = vaultGroup(program).command('accounts').description('list the accounts of a vault');
  operatorCommand(addTargetOptions(command), host, done, async ({ operator, target }) => {
    const accounts = await operator.listAccounts(target);
    const text = table(
      [
        { head: 'ACCOUNT', cell: ({ id }) => id },
        { head: 'NAME', cell: ({ name }) => name },
        { head: 'CREATED', cell: ({ createdAt }) => createdAt },
        { head: 'VAULT', cell: ({ vaultEnabled }) => (vaultEnabled ? 'on' : 'off') },
      ],
      accounts,
      host,
    );
    return { json: { accounts }, text };
  });
};

export const addNewAccount: AddCommand = (program, host, done) => {
  const command = vaultGroup(program)
    .command('new-account')
    .description('add an account with its own admin, and write the admin key to a private file')
    .argument('<name>', 'the display name');
  operatorCommand(addTargetOptions(command), host, done, async ({ operator, target, args: [name = ''] }) => {
    const made = await operator.newAccount(target, name);
    const { id, keyFile } = made;
    const text = `Created the account ${visible(name)} (${id}).\n${keyFile}\nThis file contains the admin key of the account, which is valid for a year. Sign in with: agent-secrets login --vault URL --key-file '${keyFile}'\nThen delete the file.`;
    return { json: made, text };
  });
};

export const addNewAdminKey: AddCommand = (program, host, done) => {
  const command = vaultGroup(program)
    .command('new-admin-key')
    .description('replace a lost admin key: write a new admin key to a private file');
  addTargetOptions(command)
    .option('--account <account>', 'id of the account; default: the first one')
    .action(async ({ account, ...options }: TargetOptions & { readonly account?: string }) => {
      const target = targetOf(options, host);
      const file = await withVaultModule(host, ({ operator }) => operator.newAdminKey(target, account));
      host.print(
        `${file}\nIt is valid for 90 days. Sign in with: agent-secrets login --vault URL --key-file '${file}'\nRevoke the lost one: agent-secrets tokens list, then tokens revoke.\n`,
      );
      done(exitCodes.clean);
    });
};
