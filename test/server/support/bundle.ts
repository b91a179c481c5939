import path from 'node:path';
import { bundledOnce } from '../../support/bundles.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Bundles one program as `npm run build` does; returns the bundle's path. */
export function bundle(program: 'call' | 'cli' | 'run' | 'server'): Promise<string> {
  return bundledOnce(`${program}.js`, {
    entryPoints: [path.join(root, program === 'call' ? 'run/call' : program, 'main.ts')],
    minify: true,
    external: ['./vault.js'],
  });
}
