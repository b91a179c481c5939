import path from 'node:path';
import type { FileTree, TreeEntry } from './file-tree.ts';

/** The tree, each of whose folders is listed once: a command asks for the same ones several times. */
export function rememberedTree(tree: FileTree): FileTree {
  const folders = new Map<string, readonly TreeEntry[]>();
  return {
    isDisk: tree.isDisk,
    kindOf: (one) => {
      const entries = folders.get(path.dirname(one));
      if (entries === undefined) return tree.kindOf(one);
      const name = path.basename(one);
      const found = entries.find((entry) => entry.name === name);
      // Only a link leads to something else.
      return found?.kind === 'link' ? tree.kindOf(one) : found?.kind;
    },
    list: (folder) => {
      const entries = folders.get(folder) ?? tree.list(folder);
      folders.set(folder, entries);
      return entries;
    },
    read: (file) => tree.read(file),
  };
}
