import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/schema';
import { CliError } from '../host/cli-error.ts';
import { keptKeysFile, normalizedVault } from '../../sign-in/kept-keys-file.ts';
import type { CliHost } from '../host/cli-host.ts';
import { parseJson } from '../../contracts/guards.ts';

/** The keys stored by `agent-secrets login`, one for each vault. */
export interface KeptKeys {
  readonly keyFor: (url: string) => string | undefined;
  /** The URLs of the vaults with a stored key. */
  readonly vaults: readonly string[];
}

const KeptKey = Type.Object({ key: Type.String() });
const KeptFile = Type.Object({ version: Type.Literal(1), keys: Type.Record(Type.String(), KeptKey) });
type KeptFile = Static<typeof KeptFile>;
type KeysHost = Pick<CliHost, 'env'>;

/** @throws CliError if stored keys cannot be read, or if other users can read them */
export function readKeptKeys(host: KeysHost): KeptKeys {
  const keys = new Map(Object.entries(read(host).keys));
  return { keyFor: (url) => keys.get(normalizedVault(url))?.key, vaults: [...keys.keys()] };
}

/** Stores a key for this vault, replacing the previous one. @throws CliError */
export function keepKey(host: KeysHost, url: string, key: string): void {
  const { keys } = read(host);
  write(host, { version: 1, keys: { ...keys, [normalizedVault(url)]: { key } } });
}

/** Deletes this vault's key and returns whether there was one. @throws CliError */
export function forgetKey(host: KeysHost, url: string): boolean {
  const { [normalizedVault(url)]: forgotten, ...keys } = read(host).keys;
  if (forgotten) write(host, { version: 1, keys });
  return forgotten !== undefined;
}

function read(host: KeysHost): KeptFile {
  const file = keptKeysFile(host.env);
  const text = file === undefined ? undefined : textOf(file);
  if (file === undefined || text === undefined) return { version: 1, keys: {} };
  const value = parseJson(text);
  if (Check(KeptFile, value)) return value;
  throw new CliError(`The file with the stored keys, ${file}, is not valid. Remove it and log in again.`);
}

function textOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return undefined;
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw new CliError(`Others can read the keys in ${file}. Run \`chmod 600\` on it, and issue new keys.`);
  }
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CliError(`The stored keys in ${file} cannot be read. Check its permissions.`);
  }
}

/** Writes atomically. The file is never readable by other users. */
function write(host: KeysHost, content: KeptFile): void {
  const file = keptKeysFile(host.env);
  if (file === undefined)
    throw new CliError('No home folder found to store the key in. Set XDG_CONFIG_HOME.');
  const draft = `${file}.${randomUUID()}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(draft, 0o600);
    renameSync(draft, file);
  } catch {
    rmSync(draft, { force: true });
    throw new CliError(`The key cannot be stored in ${file}. Check the permissions of the folder.`);
  }
}
