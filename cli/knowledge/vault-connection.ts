import path from 'node:path';
import { readFileSync } from 'node:fs';
import { CliError } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';
import { type KeptKeys, readKeptKeys } from './kept-keys.ts';
import { onCommandLine } from '../output/on-command-line.ts';
import { visible } from '../../contracts/visible-text.ts';
import { createVaultClient, type VaultClient } from '../../vault-client/index.ts';

/** Options of commands that connect to a vault. */
export interface VaultOption {
  readonly vault?: string;
  readonly keyFile?: string;
}

const urlVariable = 'AGENT_SECRETS_VAULT_URL';
const keyVariable = 'AGENT_SECRETS_KEY';

/**
 * Connects to the user's vault with the first key found in `--key-file`, the environment, or the keys stored
 * by `agent-secrets login`, in that order. Sends nothing yet. `instead` describes how to work without a
 * vault. @throws CliError
 */
export function connectToVault(
  options: VaultOption,
  host: Pick<CliHost, 'cwd' | 'env' | 'fetch'>,
  instead = '',
): VaultClient {
  const url = vaultUrl(options, host, instead);
  const key = givenKey(options, host) ?? keptKey(url, host);
  return createVaultClient({ url, key, fetch: host.fetch, translate: onCommandLine });
}

/** Returns the given vault, or else the only one with a stored key. @throws CliError */
export function vaultUrl({ vault }: VaultOption, host: Pick<CliHost, 'env'>, instead = ''): string {
  const url = vault ?? host.env[urlVariable];
  if (url) return url;
  const [kept, ...others] = readKeptKeys(host).vaults;
  if (kept !== undefined && others.length === 0) return kept;
  if (kept !== undefined)
    throw new CliError(
      `Keys of several vaults are stored: ${[kept, ...others].map(visible).join(', ')}. Choose one with --vault URL, or set ${urlVariable}.`,
    );
  throw new CliError(
    `No vault is configured. Log in with \`agent-secrets login --vault URL\`, pass --vault URL, or set ${urlVariable}. ${instead}`.trimEnd(),
  );
}

/** @throws CliError if the file cannot be read */
function readKeyFile(keyFile: string, cwd: string): string {
  try {
    return readFileSync(path.resolve(cwd, keyFile), 'utf8').trim();
  } catch {
    throw new CliError(`The key file ${keyFile} cannot be read. Check its path and its permissions.`);
  }
}

function givenKey({ keyFile }: VaultOption, { cwd, env }: Pick<CliHost, 'cwd' | 'env'>) {
  return (keyFile === undefined ? env[keyVariable] : readKeyFile(keyFile, cwd)) || undefined;
}

function keptKey(url: string, host: Pick<CliHost, 'env'>): string {
  const kept: KeptKeys = readKeptKeys(host);
  const key = kept.keyFor(url);
  if (key !== undefined) return key;
  throw new CliError(
    `No key found for the vault. Run \`agent-secrets login\`, set ${keyVariable}, or pass --key-file FILE.`,
  );
}
