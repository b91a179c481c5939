import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundledOnce } from '../../support/bundles.ts';
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
  const detector = await bundledOnce('detector/detector.js', {
    entryPoints: [path.resolve(import.meta.dirname, '../../../hardcoded/detector.ts')],
  });
  copyFileSync(detector, path.join(folder, 'detector.js'));
  return { program, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
