import { readdirSync, readFileSync, statSync } from 'node:fs';
import { withRegularFile } from './regular-file.ts';

export interface TreeEntry {
  readonly name: string;
  /** Symbolic links are not followed. */
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

/** Files in one state, such as those on disk or those in Git's index. Paths are absolute. */
export interface FileTree {
  /** Follows symbolic links. Undefined if nothing is there. */
  kindOf(path: string): 'file' | 'folder' | 'other' | undefined;
  /** Throws if the folder cannot be read. */
  list(folder: string): readonly TreeEntry[];
  /** Undefined for anything but a regular file. Throws if the file cannot be read. */
  read(file: string): Uint8Array | undefined;
  /** Whether files are the ones on disk, which can then be read in faster ways. */
  readonly isDisk: boolean;
}

export const diskTree: FileTree = {
  isDisk: true,
  kindOf: (path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  },
  list: (folder) =>
    readdirSync(folder, { withFileTypes: true }).map((entry) => {
      if (entry.isFile()) return { name: entry.name, kind: 'file' };
      if (entry.isDirectory()) return { name: entry.name, kind: 'folder' };
      return { name: entry.name, kind: entry.isSymbolicLink() ? 'link' : 'other' };
    }),
  read: (file) =>
    withRegularFile(file, (descriptor) => (descriptor === undefined ? undefined : readFileSync(descriptor))),
};
