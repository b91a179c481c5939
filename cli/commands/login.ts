import { createVaultClient } from '../../vault-client/index.ts';
import { exitCodes } from '../cli-error.ts';
import { keepKey } from '../knowledge/kept-keys.ts';
import { vaultUrl } from '../knowledge/vault-connection.ts';
import { onCommandLine } from '../output/on-command-line.ts';
import { visible } from '../output/visible-text.ts';
import { mustBeTyped, readText } from '../prompt/secret-text.ts';
import type { CliHost } from '../cli-host.ts';
import type { AddCommand } from './common/add-command.ts';
import type { VaultOption } from './common/options.ts';
import { providerOf, signInAt } from '../knowledge/sign-in.ts';

interface LoginOptions extends VaultOption {
  readonly browser?: boolean;
  readonly device?: boolean;
  readonly paste?: boolean;
}

export const addLogin: AddCommand = (program, host, done) => {
  program
    .command('login')
    .description('sign in to a vault, or store a key, for use by other commands')
    .option(
      '--vault <url>',
      'the vault; default: AGENT_SECRETS_VAULT_URL, or the one that you are logged in to',
    )
    .option('--browser', 'sign in with a browser; the default at a terminal if the vault supports it')
    .option('--device', 'sign in with a code that you enter on another device')
    .option('--paste', 'enter a key at a hidden prompt, even if the vault supports sign-in')
    .option('--key-file <file>', 'file with the key; - is standard input')
    .action(async (options: LoginOptions) => {
      const url = vaultUrl(options, host);
      const key = await obtainKey(url, options, host);
      const { name, role, accountName } = await createVaultClient({
        url,
        key,
        fetch: host.fetch,
        translate: onCommandLine,
      }).me();
      keepKey(host, url, key);
      host.print(`Logged in to ${visible(url)} as ${visible(name)} (${role}, ${visible(accountName)}).\n`);
      done(exitCodes.clean);
    });
};

async function obtainKey(url: string, options: LoginOptions, host: CliHost): Promise<string> {
  const way = options.device ? 'device' : 'browser';
  if (options.device || options.browser) return signInAt(url, await providerOf(url, host), way, host);
  const isTyped = mustBeTyped({ file: options.keyFile }, host);
  if (options.paste || !isTyped) return readKey(options, host);
  const provider = await providerOf(url, host);
  return provider ? signInAt(url, provider, way, host) : readKey(options, host);
}

/** Prompted for once, because a wrong key is detected immediately. */
async function readKey({ keyFile: file }: VaultOption, host: CliHost): Promise<string> {
  const text = mustBeTyped({ file }, host)
    ? await host.input.ask('Key (hidden): ', { hidden: true })
    : await readText({ file }, host);
  return text.trim();
}
