import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The Node versions that the published package supports and this machine has: the one that runs the tests, and
 * the one whose path is in `NODE_22`.
 */
export const nodes: readonly (readonly [version: string, program: string])[] = [
  process.execPath,
  process.env['NODE_22'] ?? '',
]
  .filter((program) => existsSync(program))
  .map((program) => [execFileSync(program, ['--version'], { encoding: 'utf8' }).trim(), program]);

/** A `PATH` on which `node` and `npm` are those of a version, followed by the system's programs. */
export function pathWith(node: string): string {
  return [path.dirname(node), '/usr/local/bin', '/usr/bin', '/bin'].join(path.delimiter);
}
