import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { installFromDebian } from './apt.mjs';

const versions = '/usr/lib/postgresql';
const byHand =
  'install PostgreSQL 15 or later with its client programs and set POSTGRES_PROGRAMS to the folder of pg_basebackup';

/**
 * PostgreSQL with its client programs, which the backup and failover tests run as an operator would. Uses
 * `POSTGRES_PROGRAMS`, an installed PostgreSQL, or Debian's package. The npm package contains only the
 * server.
 * @returns {Promise<string>} folder that contains the programs
 */
export async function findPostgres() {
  const found = process.env['POSTGRES_PROGRAMS'] ?? installed();
  if (found) return found;
  await installFromDebian('PostgreSQL', ['postgresql'], byHand);
  return installed() ?? versions;
}

function installed() {
  if (!existsSync(versions)) return undefined;
  return readdirSync(versions)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => path.join(versions, version, 'bin'))
    .find((folder) => ['postgres', 'pg_basebackup'].every((name) => existsSync(path.join(folder, name))));
}
