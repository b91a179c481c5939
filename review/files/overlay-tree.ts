import path from 'node:path';
import type { FileTree, TreeEntry } from './file-tree.ts';

/**
 * The tree with the given files instead of all files for which `isReplaced` returns true. Folders without
 * such files are those of the tree.
 */
export function overlayTree(
  tree: FileTree,
  files: ReadonlyMap<string, () => Uint8Array>,
  isReplaced: (path: string) => boolean = (file) => files.has(file),
): FileTree {
  const folders = new Map<string, Map<string, TreeEntry>>();
  for (const file of files.keys()) addParents(file, 'file', folders);
  return {
    isDisk: false,
    kindOf: (one) => {
      if (files.has(one)) return 'file';
      if (folders.has(one)) return 'folder';
      return isReplaced(one) ? undefined : tree.kindOf(one);
    },
    list: (folder) => {
      const own = folders.get(folder);
      const below = isReplaced(folder) || (own !== undefined && tree.kindOf(folder) !== 'folder');
      const others = below
        ? []
        : tree.list(folder).filter(({ name }) => !isReplaced(path.join(folder, name)));
      return [...others.filter(({ name }) => own?.has(name) !== true), ...(own?.values() ?? [])];
    },
    read: (file) => {
      const own = files.get(file);
      if (own !== undefined) return own();
      if (isReplaced(file)) throw new Error('not in this state');
      return tree.read(file);
    },
  };
}

function addParents(
  file: string,
  kind: TreeEntry['kind'],
  folders: Map<string, Map<string, TreeEntry>>,
): void {
  const folder = path.dirname(file);
  if (folder === file) return;
  const entries = folders.get(folder);
  const name = path.basename(file);
  if (entries !== undefined) {
    entries.set(name, { name, kind });
    return;
  }
  folders.set(folder, new Map([[name, { name, kind }]]));
  addParents(folder, 'folder', folders);
}
