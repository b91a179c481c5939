import { build, type BuildOptions } from 'esbuild';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const bundles = path.resolve(import.meta.dirname, '../../build/test-bundles');
const builds = new Map<string, Promise<string>>();
let ownFolder: string | undefined;

/** Bundles a program once for all test files of a run; returns the bundle's path, which ends with `name`. */
export function bundledOnce(name: string, options: BuildOptions): Promise<string> {
  const bundled = builds.get(name) ?? bundleOf(name, options);
  builds.set(name, bundled);
  return bundled;
}

async function bundleOf(name: string, options: BuildOptions): Promise<string> {
  // Always in the same place, because Node finds compiled code by the path of its source.
  const outfile = path.join(bundles, name);
  const isBuilt = path.join(folderOfRun(), `${name.replaceAll('/', '-')}.built`);
  if (existsSync(isBuilt)) return outfile;
  // Test files run in parallel: each writes its own copy, and none ever sees half of one.
  const own = path.join(path.dirname(outfile), `${process.pid}-${path.basename(outfile)}`);
  mkdirSync(path.dirname(outfile), { recursive: true });
  await build({
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    ...options,
    outfile: own,
  });
  renameSync(own, outfile);
  writeFileSync(isBuilt, '');
  return outfile;
}

/**
 * Bundles a script that starts a part of the vault in a process of its own. From its sources, the vault takes
 * four times as much processor time to start.
 */
export function bundledVaultScript(script: string): Promise<string> {
  return bundledOnce(path.basename(script), {
    entryPoints: [script],
    format: 'esm',
    external: ['better-sqlite3', 'pino'],
    // CommonJS modules in the bundle require Node's own modules.
    banner: {
      js: `import { createRequire as requireOf } from 'node:module'; globalThis.require = requireOf(import.meta.url);`,
    },
  });
}

/**
 * Holds what test files share. A test run creates it (see `folder-of-run.ts`); a script that uses the same
 * support has its own.
 */
export function folderOfRun(): string {
  return process.env['TEST_RUN_FOLDER'] ?? (ownFolder ??= folderOfThisProcess());
}

export function newFolder(): string {
  mkdirSync(bundles, { recursive: true });
  return mkdtempSync(path.join(bundles, 'run-'));
}

function folderOfThisProcess(): string {
  const own = newFolder();
  process.once('exit', () => rmSync(own, { recursive: true, force: true }));
  return own;
}
