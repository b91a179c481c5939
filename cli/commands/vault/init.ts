import { exitCodes } from '../../host/cli-error.ts';
import { ahead } from '../../output/ages.ts';
import { facts } from '../../output/table.ts';
import { toJson } from '../../output/visible-text.ts';
import { type AddCommand, vaultGroup } from '../common/command.ts';
import { addTargetOptions, targetOf, type TargetOptions, withVaultModule } from './target.ts';

interface InitOptions extends TargetOptions {
  readonly accountName: string;
  readonly json?: true;
}

export const addVaultInit: AddCommand = (program, host, done) => {
  const command = vaultGroup(program)
    .command('init')
    .description('create a vault without serving it: database, keys, account and admin key');
  addTargetOptions(command)
    .option('--account-name <name>', 'name of the account', 'Example account')
    .option('--json', 'print JSON, for programs')
    .action(async (options: InitOptions) => {
      const target = targetOf(options, host);
      const { accountName } = options;
      const made = await withVaultModule(host, ({ operator }) =>
        operator.initVault({ ...target, accountName }),
      );
      const text = facts([
        ['Account', `${accountName} (${made.accountId})`],
        ['Admin key', made.adminKeyPath],
        ['Admin key ends', `${ahead(made.adminKeyExpiresAt, host.now())} (${made.adminKeyExpiresAt})`],
        ['Root key', made.rootKeyPath ?? options.rootKey],
      ]);
      host.print(options.json ? toJson(made) : `${text}\n\n${nextSteps(options, made.rootKeyPath)}`);
      done(exitCodes.clean);
    });
};

function nextSteps({ data, rootKey }: InitOptions, rootKeyPath: string | undefined): string {
  const also = rootKey === undefined ? '' : ` --root-key '${rootKey}'`;
  const keep =
    rootKeyPath === undefined
      ? 'Values cannot be read without the root key: make sure that it outlives this machine.'
      : 'Copy the root key to a safe place, apart from backups: values cannot be read without it.';
  const renew = `Before the admin key ends, issue another one: agent-secrets tokens issue NAME --role admin (or: agent-secrets vault new-admin-key --data ${data})`;
  return `${keep}\n${renew}\nStart the vault: agent-secrets vault serve --data ${data}${also}\n`;
}
