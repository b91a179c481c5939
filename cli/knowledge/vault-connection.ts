import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createVaultClient, type VaultClient } from '../../vault-client/index.ts';
import { CliError } from '../cli-error.ts';
import type { VaultOption } from '../commands/options.ts';
import type { Surroundings } from '../surroundings.ts';

const urlVariable = 'AGENT_SECRETS_VAULT_URL';
const keyVariable = 'AGENT_SECRETS_KEY';

export function connectToVault(options: VaultOption, around: Surroundings): VaultClient {
  const url = options.vault ?? around.env[urlVariable];
  if (!url) {
    throw new CliError(`There is no vault to ask. Name one with --vault URL, or set ${urlVariable}.`);
  }
  return createVaultClient({ url, key: keyFor(options, around), fetch: around.fetch });
}

function keyFor({ keyFile }: VaultOption, around: Surroundings): string {
  const key = keyFile === undefined ? around.env[keyVariable] : readKey(keyFile, around.cwd);
  if (key) return key;
  throw new CliError(
    `There is no key for the vault. Set ${keyVariable}, or name a file with --key-file FILE.`,
  );
}

function readKey(keyFile: string, cwd: string): string {
  try {
    return readFileSync(path.resolve(cwd, keyFile), 'utf8').trim();
  } catch {
    throw new CliError(`The key file ${keyFile} cannot be read. Check its path and its permissions.`);
  }
}
