import { join } from 'node:path';
import { build } from 'esbuild';

const folder = join(import.meta.dirname, '../../../build');

/** The server as the product is built. Gives the path of the bundle. */
export async function bundleServer(): Promise<string> {
  const outfile = join(folder, 'vault-bench.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'server-process.ts')],
    bundle: true,
    minify: process.env['BENCH_PROFILE'] === undefined,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    external: ['better-sqlite3', 'pino'],
    // What is bundled of CommonJS asks for Node's own modules with it.
    banner: {
      js: "import { createRequire as newRequire } from 'node:module'; const require = newRequire(import.meta.url);",
    },
    outfile,
    logLevel: 'error',
  });
  return outfile;
}
