import { exitCodes } from '../../cli-error.ts';
import { toJson, visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { vaultGroup } from '../common/command-group.ts';
import { addTargetOptions, type TargetOptions, targetOf } from './target.ts';
import { withVaultModule } from './vault-module.ts';

export const addVaultNewAccount: AddCommand = (program, host, done) => {
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
      const text = `Created the account ${visible(name)} (${id}).\n${keyFile}\nThis file contains the admin key of the account, which is valid for a year. Sign in with: agent-secrets login --vault URL --key-file '${keyFile}'\nThen delete the file.\n`;
      host.print(options.json ? toJson(made) : text);
      done(exitCodes.clean);
    });
};
