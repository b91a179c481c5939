import { build } from 'esbuild';
import { rename } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

/** Bundles one program as `npm run build` does; returns the bundle's path. */
export async function bundle(program: 'call' | 'cli' | 'run' | 'server'): Promise<string> {
  const outfile = path.join(root, 'build', 'test-bundles', `${program}.js`);
  // Test files run in parallel: each writes its own copy, and none ever sees half of one.
  const own = `${outfile}.${process.pid}`;
  await build({
    entryPoints: [path.join(root, program === 'call' ? 'run/call' : program, 'main.ts')],
    outfile: own,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['./vault.js'],
    logLevel: 'warning',
  });
  await rename(own, outfile);
  return outfile;
}
