import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../../..');
export const extensionPackage = path.join(root, 'dist', 'agent-secrets.vsix');
export const commandLine = path.join(root, 'dist', 'cli.js');

/** The entry point of code-server, given by `npm test` or left in the cache by setup. */
export function codeServerEntry(): string {
  const given = process.env['CODE_SERVER'];
  if (given) return given;
  const cache = path.join(
    process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'),
    'agent-secrets',
  );
  const folder = readdirSync(cache).find((name) => /^code-server-[\d.]+$/.test(name));
  if (!folder) throw new Error('code-server is not in the cache: run `node scripts/setup.mjs` first.');
  return path.join(cache, folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
}

export function chromiumProgram(): string {
  const program = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(program)) throw new Error('Chromium is missing: run `node scripts/setup.mjs` first.');
  return program;
}
