import path from 'node:path';
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { languageOf } from '../../analysis/index.ts';
import { isSkippedFolder, projectFileName } from '../../contracts/agent-project.ts';
import { ReviewError } from '../review-error.ts';
import type { ReviewHost } from '../review-host.ts';

interface ListedFiles {
  /** Absolute, without duplicates, sorted. */
  readonly sources: readonly string[];
  readonly projectFiles: readonly string[];
}

/**
 * Synchronous on purpose, like reading the files: there is no other work to do meanwhile, and sequential
 * calls are several times faster than one promise per file. Does not follow symbolic links.
 */
export function listFiles(paths: readonly string[], host: Pick<ReviewHost, 'cwd' | 'note'>): ListedFiles {
  const sources = new Set<string>();
  const projectFiles = new Set<string>();
  const take = (file: string): void => {
    if (languageOf(file) !== undefined) sources.add(file);
    else if (path.basename(file) === projectFileName) projectFiles.add(file);
  };
  for (const given of paths) visit(path.resolve(host.cwd, given), given, host, take);
  return { sources: [...sources].toSorted(), projectFiles: [...projectFiles].toSorted() };
}

function visit(
  absolute: string,
  given: string,
  host: Pick<ReviewHost, 'cwd' | 'note'>,
  take: (file: string) => void,
): void {
  const found = statSync(absolute, { throwIfNoEntry: false });
  if (found === undefined) throw new ReviewError(`${given} does not exist.`);
  if (!found.isDirectory()) return take(absolute);
  const folders = [absolute];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(folder, host)) {
      const inside = path.join(folder, entry.name);
      if (entry.isFile()) take(inside);
      else if (entry.isDirectory() && !isSkippedFolder(entry.name)) folders.push(inside);
    }
  }
}

function entriesOf(folder: string, { cwd, note }: Pick<ReviewHost, 'cwd' | 'note'>): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    note(`note: ${displayPath(folder, cwd)} cannot be read and was left out.`);
    return [];
  }
}

/**
 * Opens a file for `read`. Passes undefined for a pipe, a device or a folder, because reading a pipe would
 * block until someone writes to it. Throws like `openSync`.
 */
export function withRegularFile<T>(file: string, read: (descriptor: number | undefined) => T): T {
  const descriptor = openSync(file, nonBlocking);
  try {
    return read(fstatSync(descriptor).isFile() ? descriptor : undefined);
  } finally {
    closeSync(descriptor);
  }
}

/** Windows has neither this flag nor named pipes in its file system. */
const nonBlocking = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/**
 * Reads a file that this program found, not one that the user named. Throws if it is not a regular file or
 * cannot be read.
 */
export function readFoundText(file: string): string {
  return withRegularFile(file, (descriptor) => {
    if (descriptor === undefined) throw new Error('not a regular file');
    return readFileSync(descriptor, 'utf8');
  });
}

/** Returns a path relative to the working directory with forward slashes, as in reports and notes. */
export function displayPath(absolutePath: string, cwd: string): string {
  return path.relative(cwd, absolutePath).split(path.sep).join('/');
}
