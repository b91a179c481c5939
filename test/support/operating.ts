import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');

/** The promtool program that `npm test` found or installed. */
export const promtool =
  process.env['PROMTOOL'] ?? path.join(cache, 'agent-secrets/promtool/usr/bin/promtool');

/** The folder of the PostgreSQL programs that `npm test` found or installed, including clients. */
export const postgresPrograms = process.env['POSTGRES_PROGRAMS'] ?? newestPostgres();

function newestPostgres(): string {
  const versions = '/usr/lib/postgresql';
  const [newest = ''] = existsSync(versions)
    ? readdirSync(versions).toSorted((a, b) => Number(b) - Number(a))
    : [];
  return path.join(versions, newest, 'bin');
}
