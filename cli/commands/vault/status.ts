import { exitCodes } from '../../cli-error.ts';
import { toJson } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { vaultGroup } from '../common/command-group.ts';
import { statusText } from './status-text.ts';
import { addTargetOptions, type TargetOptions, targetOf } from './target.ts';
import { withVaultModule } from './vault-module.ts';

const codes = { open: exitCodes.clean, sealed: exitCodes.sealed, stopped: exitCodes.stopped } as const;

export const addVaultStatus: AddCommand = (program, host, done) => {
  const command = vaultGroup(program)
    .command('status')
    .description('show the state of a vault; exit code 0 if it is open, 3 if sealed, 4 if not running');
  addTargetOptions(command)
    .option('--json', 'print JSON, for programs')
    .action(async (options: TargetOptions & { readonly json?: true }) => {
      const target = targetOf(options, host);
      const status = await withVaultModule(host, ({ operator }) => operator.vaultStatus(target));
      host.print(options.json ? toJson(status) : `${statusText(status, host.now())}\n`);
      done(codes[status.state]);
    });
};
