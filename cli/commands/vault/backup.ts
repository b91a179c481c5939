import path from 'node:path';
import { exitCodes } from '../../cli-error.ts';
import { facts } from '../../output/table.ts';
import { toJson } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { vaultGroup } from '../common/command-group.ts';
import { addTargetOptions, type TargetOptions, targetOf, withProgress } from './target.ts';
import { contentsOf, vaultPhases } from './verdict-text.ts';
import { withVaultModule } from './vault-module.ts';

interface BackupOptions extends TargetOptions {
  readonly to: string;
  readonly unverified?: true;
  readonly json?: true;
}

export const addVaultBackup: AddCommand = (program, host, done) => {
  const command = vaultGroup(program)
    .command('backup')
    .description('copy a vault to one file, even while it is running, and verify the copy');
  addTargetOptions(command)
    .requiredOption('--to <file>', 'the new file')
    .option('--unverified', 'copy without the root key and without verification')
    .option('--json', 'print JSON, for programs')
    .action(async (options: BackupOptions) => {
      const target = targetOf(options, host);
      const to = path.resolve(host.cwd, options.to);
      const backup = await withVaultModule(host, ({ operator }) =>
        withProgress(host, vaultPhases, (onProgress) =>
          operator.backUp(target, { to, verified: !options.unverified }, onProgress),
        ),
      );
      const text = facts([
        ['Back-up', `${backup.path} (${backup.bytes.toLocaleString('en')} bytes)`],
        ['Verified', backup.copy ? contentsOf(backup.copy) : 'no'],
      ]);
      host.print(
        options.json
          ? toJson(backup)
          : `${text}\nThe backup does not contain the root key. Store the root key in another place: without it, the backup is useless.\n`,
      );
      done(exitCodes.clean);
    });
};
