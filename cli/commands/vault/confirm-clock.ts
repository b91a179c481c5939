import { exitCodes } from '../../cli-error.ts';
import { toJson } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { vaultGroup } from '../common/command-group.ts';
import { addTargetOptions, type TargetOptions, targetOf } from './target.ts';
import { withVaultModule } from './vault-module.ts';

export const addVaultConfirmClock: AddCommand = (program, host, done) => {
  const command = vaultGroup(program)
    .command('confirm-clock')
    .description(
      "confirm that the machine's clock is right, so that the vault destroys and prunes old data again",
    );
  addTargetOptions(command)
    .option('--json', 'print JSON, for programs')
    .action(async (options: TargetOptions & { readonly json?: true }) => {
      const target = targetOf(options, host);
      await withVaultModule(host, ({ operator }) => operator.confirmClock(target));
      const confirmed = { confirmed: host.now() };
      const text = `The clock is confirmed: it is ${confirmed.confirmed}. The vault destroys and prunes old data again.\n`;
      host.print(options.json ? toJson(confirmed) : text);
      done(exitCodes.clean);
    });
};
