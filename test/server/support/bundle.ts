import path from 'node:path';
import { bundledOnce } from '../../support/bundles.ts';

const root = path.resolve(import.meta.dirname, '../../..');

const entries = {
  call: 'run/call/main.ts',
  changes: 'server/changes/main.ts',
  cli: 'cli/main.ts',
  mcp: 'assistants/mcp/serve-mcp.ts',
  run: 'run/main.ts',
  scan: 'review/files/scan-worker.ts',
  server: 'server/main.ts',
} as const;

/** Bundles one program as `npm run build` does; returns the bundle's path. */
export function bundle(program: keyof typeof entries): Promise<string> {
  return bundledOnce(`${program}.js`, {
    entryPoints: [path.join(root, entries[program])],
    minify: true,
    external: ['./vault.js', './mcp.js'],
  });
}
