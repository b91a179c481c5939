import path from 'node:path';
import { type AddCommand, vaultGroup } from '../common/command.ts';
import {
  addTargetOptions,
  folderOf,
  placeOf,
  type TargetOptions,
  withProgress,
  withVaultModule,
  operatorCommand,
  vaultPhases,
} from './target.ts';
import { contentsOf } from './verdict-text.ts';
import { exitCodes } from '../../host/cli-error.ts';
import { facts } from '../../output/table.ts';

interface BackupOptions extends TargetOptions {
  readonly to: string;
  readonly unverified?: true;
}

export const addBackup: AddCommand = (program, host, done) => {
  const command = vaultGroup(program)
    .command('backup')
    .description('copy a vault to one file, even while it is running, and verify the copy');
  addTargetOptions(command)
    .requiredOption('--to <file>', 'the new file')
    .option('--unverified', 'copy without the root key and without verification');
  operatorCommand<BackupOptions>(command, host, done, async ({ operator, target, options, onProgress }) => {
    const settings = { to: path.resolve(host.cwd, options.to), verified: !options.unverified };
    const backup = await operator.backUp(target, settings, onProgress);
    const text = facts([
      ['Backup', `${backup.path} (${backup.bytes.toLocaleString('en')} bytes)`],
      ['Verified', backup.copy ? contentsOf(backup.copy) : 'no'],
    ]);
    return {
      json: backup,
      text: `${text}\nThe backup does not contain the root key. Store the root key in another place: without it, the backup is useless.`,
    };
  });
};

interface RestoreOptions {
  readonly from: string;
  readonly data: string;
  readonly rootKey?: string;
  readonly checkpoints?: string;
  readonly acceptOlder?: true;
}

export const addRestore: AddCommand = (program, host, done) => {
  vaultGroup(program)
    .command('restore')
    .description('restore a vault from a backup to a folder that contains nothing but the root key')
    .requiredOption('--from <file>', 'the backup, which is not changed')
    .requiredOption('--data <dir>', 'folder of the new vault')
    .option('--root-key <setting>', 'root key of the backup; default: root.key in the data folder')
    .option('--checkpoints <file>', 'checkpoints of the lost vault; rejects an older backup')
    .option('--accept-older', 'restore even if the checkpoints cover later entries')
    .action(async (options: RestoreOptions) => {
      const { rootKey, checkpoints, acceptOlder = false } = options;
      const request = {
        from: path.resolve(host.cwd, options.from),
        dataDir: folderOf(options.data, host),
        ...(rootKey !== undefined && { rootKey }),
        ...(checkpoints !== undefined && { checkpoints: placeOf(checkpoints, host) }),
        acceptOlder,
      };
      const copy = await withVaultModule(host, ({ operator }) =>
        withProgress(host, vaultPhases, (onProgress) => operator.restore(request, onProgress)),
      );
      host.print(`Restored and verified: ${contentsOf(copy)}.\n${nextSteps(options)}`);
      done(exitCodes.clean);
    });
};

/**
 * Starting the vault on this machine only needs no address option, because `vault serve` listens on loopback
 * by default.
 */
function nextSteps({ data, rootKey }: RestoreOptions): string {
  const also = rootKey === undefined ? '' : ` --root-key '${rootKey}'`;
  return `Access that was revoked after the backup is granted again. Review it before others use the vault.
Start the vault for this machine only: agent-secrets vault serve --data ${data}${also}
Then review access with an admin key: agent-secrets secrets list, access list SECRET, tokens list, users list
`;
}
