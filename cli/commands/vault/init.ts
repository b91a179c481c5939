import { ahead } from '../../output/ages.ts';
import { facts } from '../../output/table.ts';
import { type AddCommand, vaultGroup } from '../common/command.ts';
import { addTargetOptions, type TargetOptions, operatorCommand } from './target.ts';

interface InitOptions extends TargetOptions {
  readonly accountName: string;
}

export const addVaultInit: AddCommand = (program, host, done) => {
  const command = vaultGroup(program)
    .command('init')
    .description('create a vault without serving it: database, keys, account and admin key');
  addTargetOptions(command).option('--account-name <name>', 'name of the account', 'Example account');
  operatorCommand<InitOptions>(command, host, done, async ({ operator, target, options }) => {
    const { accountName } = options;
    const made = await operator.initVault({ ...target, accountName });
    const text = facts([
      ['Account', `${accountName} (${made.accountId})`],
      ['Admin key', made.adminKeyPath],
      ['Admin key expires', `${ahead(made.adminKeyExpiresAt, host.now())} (${made.adminKeyExpiresAt})`],
      ['Root key', made.rootKeyPath ?? options.rootKey],
    ]);
    return { json: made, text: `${text}\n\n${nextSteps(options, made.rootKeyPath)}` };
  });
};

function nextSteps({ data, rootKey }: InitOptions, rootKeyPath: string | undefined): string {
  const also = rootKey === undefined ? '' : ` --root-key '${rootKey}'`;
  const keep =
    rootKeyPath === undefined
      ? 'Values cannot be read without the root key. Make sure that it is not lost if this machine fails.'
      : 'Copy the root key to a safe place, apart from backups. Values cannot be read without it.';
  const renew = `Before the admin key expires, issue another one: agent-secrets tokens issue NAME --role admin (or: agent-secrets vault new-admin-key --data ${data})`;
  return `${keep}\n${renew}\nStart the vault: agent-secrets vault serve --data ${data}${also}`;
}
