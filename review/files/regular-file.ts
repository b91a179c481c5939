import { closeSync, constants, fstatSync, openSync } from 'node:fs';

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
