import { exitCodes } from '../../cli-error.ts';
import type { AddCommand } from '../add-command.ts';
import { vaultGroup } from '../command-group.ts';
import { addTargetOptions, type TargetOptions, targetOf } from './target.ts';
import { withVaultModule } from './vault-module.ts';

export const addVaultNewAdminKey: AddCommand = (program, around, done) => {
  const command = vaultGroup(program)
    .command('new-admin-key')
    .description('for when the admin lost theirs: writes a new key of an admin to a private file');
  addTargetOptions(command).action(async (options: TargetOptions) => {
    const target = targetOf(options, around);
    const file = await withVaultModule(around, ({ operator }) => operator.newAdminKey(target));
    around.print(
      `${file}\nIt counts for 90 days. Whoever should have it signs in with: agent-secrets login\nRevoke the lost one: agent-secrets tokens list, then tokens revoke.\n`,
    );
    done(exitCodes.clean);
  });
};
