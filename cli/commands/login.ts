import { createVaultClient } from '../../vault-client/index.ts';
import { exitCodes } from '../cli-error.ts';
import { keepKey } from '../knowledge/kept-keys.ts';
import { vaultUrl } from '../knowledge/vault-connection.ts';
import { visible } from '../output/visible-text.ts';
import { mustBeTyped, readText } from '../prompt/secret-text.ts';
import type { Surroundings } from '../surroundings.ts';
import type { AddCommand } from './add-command.ts';
import type { VaultOption } from './options.ts';

export const addLogin: AddCommand = (program, around, done) => {
  program
    .command('login')
    .description('keep a key of a vault, so that other commands need none')
    .option('--vault <url>', 'the vault; the default is AGENT_SECRETS_VAULT_URL')
    .option('--key-file <file>', 'file that holds the key; - is standard input; else it is asked for, hidden')
    .action(async (options: VaultOption) => {
      const url = vaultUrl(options, around);
      const key = await readKey(options, around);
      const { name, role, accountName } = await createVaultClient({ url, key, fetch: around.fetch }).me();
      keepKey(around, url, key);
      around.print(`Logged in to ${visible(url)} as ${visible(name)} (${role}, ${visible(accountName)}).\n`);
      done(exitCodes.clean);
    });
};

/** Asked once: whether it is right shows at once. */
async function readKey({ keyFile: file }: VaultOption, around: Surroundings): Promise<string> {
  const text = mustBeTyped({ file }, around)
    ? await around.input.ask('Key (hidden): ', { hidden: true })
    : await readText({ file }, around);
  return text.trim();
}
