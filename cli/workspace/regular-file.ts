import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/**
 * Opens a file for `read`, which gets undefined for a pipe, a device or a folder: a pipe would block until
 * someone writes to it. Throws like `openSync`.
 */
export function withRegularFile<T>(file: string, read: (descriptor: number | undefined) => T): T {
  const descriptor = openSync(file, nonBlocking);
  try {
    return read(fstatSync(descriptor).isFile() ? descriptor : undefined);
  } finally {
    closeSync(descriptor);
  }
}

/** Windows has no such flag, and no named pipes in its file system. */
const nonBlocking = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/**
 * The text of a file that was found, not given by the user. Throws if it is not a regular file, or cannot be
 * read.
 */
export function readFoundText(file: string): string {
  return withRegularFile(file, (descriptor) => {
    if (descriptor === undefined) throw new Error('not a regular file');
    return readFileSync(descriptor, 'utf8');
  });
}
