import { build } from 'esbuild';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundle } from './bundle.ts';

export interface Installed extends Disposable {
  /** The path of the program's bundle. */
  readonly program: string;
}

/** A program with the detector of credentials next to it, as installed; deleted after the test. */
export async function bundleWithDetector(name: 'cli' | 'server'): Promise<Installed> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-installed-'));
  const program = path.join(folder, `${name}.js`);
  copyFileSync(await bundle(name), program);
  await build({
    entryPoints: [path.resolve(import.meta.dirname, '../../../hardcoded/detector.ts')],
    outfile: path.join(folder, 'detector.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return { program, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
