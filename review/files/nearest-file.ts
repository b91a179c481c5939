import path from 'node:path';
import { diskTree, type FileTree } from './file-tree.ts';

/** Finds the nearest file with a given name in or above a folder, and reads each file once. */
export class NearestFile<T> {
  readonly #name: string;
  readonly #read: (file: string) => T;
  readonly #tree: FileTree;
  readonly #folders = new Map<string, T | undefined>();

  constructor(name: string, read: (file: string) => T, tree: FileTree = diskTree) {
    this.#tree = tree;
    this.#name = name;
    this.#read = read;
  }

  /** Undefined if there is no such file. */
  above(folder: string): T | undefined {
    if (this.#folders.has(folder)) return this.#folders.get(folder);
    const found = this.#find(folder);
    this.#folders.set(folder, found);
    return found;
  }

  #find(folder: string): T | undefined {
    const file = path.join(folder, this.#name);
    if (this.#tree.kindOf(file) !== undefined) return this.#read(file);
    const parent = path.dirname(folder);
    return parent === folder ? undefined : this.above(parent);
  }
}
