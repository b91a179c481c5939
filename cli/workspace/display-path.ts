import path from 'node:path';

/** Relative to the working directory with forward slashes, as reports and notes show it. */
export function displayPath(absolutePath: string, cwd: string): string {
  return path.relative(cwd, absolutePath).split(path.sep).join('/');
}
