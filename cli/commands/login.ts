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
    .description('sign in at a vault, or give it a key, so that other commands need none')
    .option(
      '--vault <url>',
      'the vault; the default is AGENT_SECRETS_VAULT_URL, else the one that a key is kept for',
    )
    .option('--browser', 'sign in with a browser; the default at a terminal, where the vault offers it')
    .option('--device', 'sign in with a code that is typed on another device')
    .option('--paste', 'type or paste a key, hidden, though the vault offers a sign-in')
    .option('--key-file <file>', 'file that holds the key; - is standard input')
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

/** Asked once: whether it is right shows at once. */
async function readKey({ keyFile: file }: VaultOption, host: CliHost): Promise<string> {
  const text = mustBeTyped({ file }, host)
    ? await host.input.ask('Key (hidden): ', { hidden: true })
    : await readText({ file }, host);
  return text.trim();
}
