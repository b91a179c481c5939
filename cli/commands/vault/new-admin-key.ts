import { exitCodes } from '../../cli-error.ts';
import type { AddCommand } from '../common/add-command.ts';
import { vaultGroup } from '../common/command-group.ts';
import { addTargetOptions, type TargetOptions, targetOf } from './target.ts';
import { withVaultModule } from './vault-module.ts';

export const addVaultNewAdminKey: AddCommand = (program, host, done) => {
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
