import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

/** Bundles one program as `npm run build` does, into a folder that this process takes with it; returns the path. */
export async function bundle(program: 'cli' | 'server'): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-bundle-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = path.join(folder, `${program}.js`);
  await build({
    entryPoints: [path.join(root, program, 'main.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['./vault.js'],
    logLevel: 'warning',
  });
  return outfile;
}
