import { type AddCommand, vaultGroup } from '../common/command.ts';
import { addTargetOptions, targetOf, type TargetOptions, withVaultModule } from './target.ts';
import { exitCodes } from '../../host/cli-error.ts';
import { table } from '../../output/table.ts';
import { toJson, visible } from '../../output/visible-text.ts';

export const addAccounts: AddCommand = (program, host, done) => {
  const command = vaultGroup(program).command('accounts').description('list the accounts of a vault');
  addTargetOptions(command)
    .option('--json', 'print JSON, for programs')
    .action(async (options: TargetOptions & { readonly json?: true }) => {
      const target = targetOf(options, host);
      const accounts = await withVaultModule(host, ({ operator }) => operator.listAccounts(target));
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
      host.print(options.json ? toJson({ accounts }) : `${text}\n`);
      done(exitCodes.clean);
    });
};

export const addNewAccount: AddCommand = (program, host, done) => {
  const command = vaultGroup(program)
    .command('new-account')
    .description('add an account with its own admin, and write the admin key to a private file')
    .argument('<name>', 'the display name');
  addTargetOptions(command)
    .option('--json', 'print JSON, for programs')
    .action(async (name: string, options: TargetOptions & { readonly json?: true }) => {
      const target = targetOf(options, host);
      const made = await withVaultModule(host, ({ operator }) => operator.newAccount(target, name));
      const { id, keyFile } = made;
      const text = `Created the account ${visible(name)} (${id}).\n${keyFile}\nThis file holds the key of its admin; it is valid for a year. Sign in with: agent-secrets login --vault URL --key-file '${keyFile}'\nThen delete the file.\n`;
      host.print(options.json ? toJson(made) : text);
      done(exitCodes.clean);
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
