import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../../cli-error.ts';
import type { CliHost } from '../../cli-host.ts';

const addressVariable = 'AGENT_SECRETS_DATABASE';
const passwordVariable = 'AGENT_SECRETS_DATABASE_PASSWORD_FILE';

/**
 * The given database, else the one of the environment, because a URL with a password should not appear in
 * process lists. A password from a separate file is added to a URL that has none. An empty variable counts as
 * unset, as everywhere. @throws CliError
 */
export function databaseAddress(
  named: string | undefined,
  { cwd, env }: Pick<CliHost, 'cwd' | 'env'>,
): string | undefined {
  const address = named ?? env[addressVariable];
  const file = env[passwordVariable];
  if (!address) return undefined;
  return file ? withPassword(address, path.resolve(cwd, file)) : address;
}

/** Invalid URLs are rejected elsewhere. */
function withPassword(address: string, file: string): string {
  const url = URL.parse(address);
  if (url === null || url.password !== '') return address;
  url.password = encodeURIComponent(readPassword(file));
  return url.href;
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new CliError(
      `The password of the database cannot be read from ${file}, which ${passwordVariable} names. Check its path and its permissions.`,
    );
  }
}
