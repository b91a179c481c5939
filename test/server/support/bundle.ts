import { build } from 'esbuild';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

/** Bundles one program as `npm run build` does, into a folder of its own; returns the bundle's path. */
export async function bundle(program: 'cli' | 'server'): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'agent-secrets-bundle-'));
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
