import { createVaultClient } from '../../vault-client/index.ts';
import { exitCodes } from '../cli-error.ts';
import { keepKey } from '../knowledge/kept-keys.ts';
import { vaultUrl } from '../knowledge/vault-connection.ts';
import { visible } from '../output/visible-text.ts';
import { mustBeTyped, readText } from '../prompt/secret-text.ts';
import type { Surroundings } from '../surroundings.ts';
import type { AddCommand } from './add-command.ts';
import type { VaultOption } from './options.ts';
import { providerOf, signInAt } from './sign-in.ts';

interface LoginOptions extends VaultOption {
  readonly browser?: boolean;
  readonly device?: boolean;
  readonly paste?: boolean;
}

export const addLogin: AddCommand = (program, around, done) => {
  program
    .command('login')
    .description('sign in at a vault, or give it a key, so that other commands need none')
    .option('--vault <url>', 'the vault; the default is AGENT_SECRETS_VAULT_URL')
    .option('--browser', 'sign in with a browser; the default at a terminal, where the vault offers it')
    .option('--device', 'sign in with a code that is typed on another device')
    .option('--paste', 'type or paste a key, hidden, though the vault offers a sign-in')
    .option('--key-file <file>', 'file that holds the key; - is standard input')
    .action(async (options: LoginOptions) => {
      const url = vaultUrl(options, around);
      const key = await obtainKey(url, options, around);
      const { name, role, accountName } = await createVaultClient({ url, key, fetch: around.fetch }).me();
      keepKey(around, url, key);
      around.print(`Logged in to ${visible(url)} as ${visible(name)} (${role}, ${visible(accountName)}).\n`);
      done(exitCodes.clean);
    });
};

async function obtainKey(url: string, options: LoginOptions, around: Surroundings): Promise<string> {
  const way = options.device ? 'device' : 'browser';
  if (options.device || options.browser) return signInAt(url, await providerOf(url, around), way, around);
  const isTyped = mustBeTyped({ file: options.keyFile }, around);
  if (options.paste || !isTyped) return readKey(options, around);
  const provider = await providerOf(url, around);
  return provider ? signInAt(url, provider, way, around) : readKey(options, around);
}

/** Asked once: whether it is right shows at once. */
async function readKey({ keyFile: file }: VaultOption, around: Surroundings): Promise<string> {
  const text = mustBeTyped({ file }, around)
    ? await around.input.ask('Key (hidden): ', { hidden: true })
    : await readText({ file }, around);
  return text.trim();
}
