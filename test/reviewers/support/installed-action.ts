import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { fieldOf, textOf } from '../../repo/support/parsed.ts';
import { unpackedPackage } from './packed-package.ts';

/**
 * The action as its tags have it: the content of the published package.
 * @param folder does not exist yet
 * @returns what the runner starts
 */
export function installedAction(folder: string): string {
  cpSync(unpackedPackage(), folder, { recursive: true });
  const action = load(readFileSync(path.join(folder, 'action.yml'), 'utf8'));
  return path.join(folder, textOf(fieldOf(fieldOf(action, 'runs'), 'main')));
}
