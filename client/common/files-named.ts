import { isSkippedFolder, toolFolders } from '../../contracts/agent-project.ts';

/** A folder or a file. */
export type Entry<Place> = { readonly name: string; readonly place: Place; readonly isFolder: boolean };

/** Folders that are not searched, as an editor glob pattern. */
export const skippedFolders = `**/{${toolFolders.join(',')},.*}/**`;

/** Workspaces with more folders than this are not searched any further. */
const mostFolders = 1000;

/**
 * Every file with that name in these folders and their subfolders, except in those that the language server
 * also skips.
 */
export async function filesNamed<Place>(
  name: string,
  roots: readonly Place[],
  list: (folder: Place) => Promise<readonly Entry<Place>[]>,
): Promise<readonly Place[]> {
  const found: Place[] = [];
  const waiting = [...roots];
  for (let read = 0; read < mostFolders; read += 1) {
    const folder = waiting.shift();
    if (folder === undefined) break;
    for (const entry of await list(folder)) {
      if (!entry.isFolder && entry.name === name) found.push(entry.place);
      if (entry.isFolder && !isSkippedFolder(entry.name)) waiting.push(entry.place);
    }
  }
  return found;
}
