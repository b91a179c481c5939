import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The Node versions that the published package supports and this machine has: the one that runs the tests, and
 * the one whose path is in `NODE_22`, which is required where `CI` is set.
 */
export const nodes: readonly (readonly [version: string, program: string])[] = [
  process.execPath,
  ...oldest(process.env),
].map((program) => [execFileSync(program, ['--version'], { encoding: 'utf8' }).trim(), program]);

/** The path in `NODE_22`, if such a program exists. Throws in CI if it does not, so that no test is left out there. */
function oldest({ NODE_22: program = '', CI = '' }: NodeJS.ProcessEnv): readonly string[] {
  if (existsSync(program)) return [program];
  if (CI !== '' && CI !== 'false')
    throw new Error('Set NODE_22 to the path of Node 22, so that the tests also run on it.');
  return [];
}

/** A `PATH` on which `node` and `npm` are those of a version, followed by the system's programs. */
export function pathWith(node: string): string {
  return [path.dirname(node), '/usr/local/bin', '/usr/bin', '/bin'].join(path.delimiter);
}
