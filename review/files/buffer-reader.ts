import { readSync } from 'node:fs';
import { diskTree, type FileTree } from './file-tree.ts';
import { withRegularFile } from './regular-file.ts';

/** In bytes. A larger file is assumed to be data, not code. */
export const largestFile = 5_000_000;

/** Reads files one by one into a single buffer, because most of thousands of files are scanned only once. */
export class BufferReader {
  readonly #tree: FileTree;
  readonly #buffer = Buffer.allocUnsafe(largestFile + 1);

  constructor(tree: FileTree = diskTree) {
    this.#tree = tree;
  }

  /**
   * Returns the bytes of a file, of a larger one only the first `largestFile + 1`. They are valid until the next
   * file is read. Undefined for anything but a regular file. Throws if the file cannot be read.
   */
  read(file: string): Buffer | undefined {
    const size = this.#tree.isDisk ? this.#readDisk(file) : this.#copy(file);
    return size === undefined ? undefined : this.#buffer.subarray(0, size);
  }

  /** Undefined also for a file that cannot be read, or is too large to be code. */
  readCode(file: string): Buffer | undefined {
    try {
      const bytes = this.read(file);
      return bytes !== undefined && bytes.length <= largestFile ? bytes : undefined;
    } catch {
      return undefined;
    }
  }

  #readDisk(file: string): number | undefined {
    return withRegularFile(file, (descriptor) => {
      if (descriptor === undefined) return undefined;
      let size = 0;
      for (let read = -1; read !== 0 && size < this.#buffer.length; size += read) {
        read = readSync(descriptor, this.#buffer, size, this.#buffer.length - size, null);
      }
      return size;
    });
  }

  #copy(file: string): number | undefined {
    const bytes = this.#tree.read(file);
    if (bytes === undefined) return undefined;
    const part = bytes.subarray(0, this.#buffer.length);
    this.#buffer.set(part);
    return part.length;
  }
}
