import { exitCodes } from '../cli-error.ts';
import { forgetKey } from '../knowledge/kept-keys.ts';
import { vaultUrl } from '../knowledge/vault-connection.ts';
import { visible } from '../output/visible-text.ts';
import type { AddCommand } from './add-command.ts';
import type { VaultOption } from './options.ts';

/** The key itself goes on counting: somebody may use it elsewhere. */
export const addLogout: AddCommand = (program, around, done) => {
  program
    .command('logout')
    .description('forget the kept key of a vault; `tokens revoke` ends the key itself')
    .option('--vault <url>', 'the vault; the default is AGENT_SECRETS_VAULT_URL')
    .action((options: VaultOption) => {
      const url = vaultUrl(options, around);
      const forgotten = forgetKey(around, url);
      around.print(`${forgotten ? 'Forgot the key of' : 'There was no kept key of'} ${visible(url)}.\n`);
      done(exitCodes.clean);
    });
};
