import path from 'node:path';
import { projectSettingsFileName } from '../../analysis/index.ts';
import { isSkippedFolder, projectFileName } from '../../contracts/agent-project.ts';
import type { FileTree } from '../files/file-tree.ts';

/**
 * The folders of the agents that a change can affect: the result for an agent depends on the files below its
 * folder and on the settings above it. None of the folders is inside another.
 */
export function affectedFolders(
  trees: readonly FileTree[],
  changed: Iterable<string>,
  root: string,
): readonly string[] {
  const folders = new Set<string>();
  for (const file of changed) {
    const folder = path.dirname(file);
    const own = trees.map((tree) => agentFolderAbove(folder, tree, root));
    const name = path.basename(file);
    // The files of a folder that becomes an agent, or stops being one, belonged to the agent around it.
    const around =
      name === projectFileName ? trees.map((tree) => agentFolderAbove(path.dirname(folder), tree, root)) : [];
    const below =
      name === projectSettingsFileName ? trees.flatMap((tree) => agentFoldersBelow(folder, tree)) : [];
    for (const one of [...own, ...around, ...below]) if (one !== undefined) folders.add(one);
  }
  return outermost(folders);
}

/** Undefined if the folder belongs to no agent below `root`. */
export function agentFolderAbove(folder: string, tree: FileTree, root: string): string | undefined {
  for (let one = folder; ; one = path.dirname(one)) {
    if (tree.kindOf(path.join(one, projectFileName)) === 'file') return one;
    if (one === root || path.dirname(one) === one) return undefined;
  }
}

export function agentFoldersBelow(folder: string, tree: FileTree): readonly string[] {
  if (tree.kindOf(folder) !== 'folder') return [];
  const entries = tree.list(folder);
  if (entries.some(({ name }) => name === projectFileName)) return [folder];
  return entries
    .filter(({ name, kind }) => kind === 'folder' && !isSkippedFolder(name))
    .flatMap(({ name }) => agentFoldersBelow(path.join(folder, name), tree));
}

export function outermost(folders: ReadonlySet<string>): readonly string[] {
  const sorted = [...folders].toSorted();
  return sorted.filter(
    (one) => !sorted.some((other) => one !== other && one.startsWith(`${other}${path.sep}`)),
  );
}
