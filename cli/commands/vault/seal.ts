import { exitCodes } from '../../cli-error.ts';
import type { AddCommand } from '../common/add-command.ts';
import { vaultGroup } from '../common/command-group.ts';
import { targetOf } from './target.ts';
import { withVaultModule } from './vault-module.ts';

export const addVaultSeal: AddCommand = (program, host, done) => {
  vaultGroup(program)
    .command('seal')
    .description(
      'for emergencies: make the running vault erase its keys; it stays sealed until it is restarted',
    )
    .requiredOption('--data <dir>', 'folder of the vault')
    .action(async (options: { readonly data: string }) => {
      const target = targetOf(options, { ...host, env: {} });
      await withVaultModule(host, ({ operator }) => operator.sealRunning(target));
      host.print(
        'Sealed. The vault opens when it is restarted. Other vaults on the same database keep running.\n',
      );
      done(exitCodes.clean);
    });
};
