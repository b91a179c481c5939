import { exitCodes } from '../../cli-error.ts';
import { table } from '../../output/table.ts';
import { toJson } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { vaultGroup } from '../common/command-group.ts';
import { addTargetOptions, type TargetOptions, targetOf } from './target.ts';
import { withVaultModule } from './vault-module.ts';

export const addVaultAccounts: AddCommand = (program, host, done) => {
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
