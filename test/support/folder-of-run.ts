// Gives the test files of a run a folder for what they share, so that each program is bundled once.
import { rmSync } from 'node:fs';
import { newFolder } from './bundles.ts';

export function setup(): () => void {
  const folder = newFolder();
  process.env['TEST_RUN_FOLDER'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
