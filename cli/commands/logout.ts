import { VaultError } from '../../vault-client/index.ts';
import { endSession } from '../../vault-client/sign-in.ts';
import { exitCodes } from '../cli-error.ts';
import { forgetKey, readKeptKeys } from '../knowledge/kept-keys.ts';
import { vaultUrl } from '../knowledge/vault-connection.ts';
import { onCommandLine } from '../output/on-command-line.ts';
import { visible } from '../output/visible-text.ts';
import type { CliHost } from '../cli-host.ts';
import type { AddCommand } from './common/add-command.ts';
import type { VaultOption } from './common/options.ts';

interface LogoutOptions extends VaultOption {
  readonly everywhere?: boolean;
}

export const addLogout: AddCommand = (program, host, done) => {
  program
    .command('logout')
    .description(
      'end the session at a vault and delete its stored key; to revoke an issued key, use `tokens revoke`',
    )
    .option(
      '--vault <url>',
      'the vault; default: AGENT_SECRETS_VAULT_URL, or the one that you are logged in to',
    )
    .option('--everywhere', 'end all your sessions, on every machine')
    .action(async (options: LogoutOptions) => {
      const url = vaultUrl(options, host);
      const key = readKeptKeys(host).keyFor(url);
      const ended = key === undefined ? 'No stored key for' : await end(url, key, options, host);
      forgetKey(host, url);
      host.print(`${ended} ${visible(url)}.\n`);
      done(exitCodes.clean);
    });
};

/** @throws VaultError if sessions elsewhere should have been ended, but continue */
async function end(
  url: string,
  key: string,
  { everywhere = false }: LogoutOptions,
  { fetch, note }: CliHost,
): Promise<string> {
  try {
    await endSession({ url, key, fetch, translate: onCommandLine }, { everywhere });
    return everywhere ? 'Signed out everywhere of' : 'Signed out of';
  } catch (error) {
    if (everywhere || !(error instanceof VaultError)) throw error;
    if (!isOfNoSession.has(error.code)) {
      note(`${visible(error.message)} The session stays valid until it expires.`);
    }
    return 'Deleted the stored key of';
  }
}

/**
 * An issued key stays valid, because it may be used elsewhere; a session that has already ended is not
 * reported.
 */
const isOfNoSession: ReadonlySet<string> = new Set([
  'Conflict',
  'CredentialExpired',
  'Forbidden',
  'NotFound',
  'Unauthenticated',
]);
