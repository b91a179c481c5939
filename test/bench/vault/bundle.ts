import { join } from 'node:path';
import { build } from 'esbuild';

const ownCheckout = join(import.meta.dirname, '../../..');

/** Bundles the server of a checkout as the product is built. Returns the path of the bundle. */
export async function bundleServer(checkout = ownCheckout): Promise<string> {
  const outfile = join(checkout, 'build/vault-bench.mjs');
  await build({
    entryPoints: [join(checkout, 'test/bench/vault/server-process.ts')],
    bundle: true,
    minify: process.env['BENCH_PROFILE'] === undefined,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    external: ['better-sqlite3', 'pino'],
    // Bundled CommonJS modules require Node's own modules with it.
    banner: {
      js: "import { createRequire as newRequire } from 'node:module'; const require = newRequire(import.meta.url);",
    },
    outfile,
    logLevel: 'error',
  });
  return outfile;
}
