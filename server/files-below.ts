import { languageOf, projectSettingsFileName } from '../analysis/index.ts';
import { isSkippedFolder, projectFileName } from '../contracts/agent-project.ts';
import type { FileSystem } from './platform/files.ts';
import { childUri } from './uris.ts';

/** A new folder with more subfolders than this does not contain handwritten code. */
const mostFoldersRead = 5000;

/** Whether a URI identifies the folder or something inside it. Neither may have a trailing slash. */
export function isAtOrBelow(uri: string, folder: string): boolean {
  return `${uri}/`.startsWith(`${folder}/`);
}

/** The URIs that may be folders with code in them. A deleted URI does not show whether it was a folder. */
export function maybeFolders(
  uris: readonly string[],
  workspaceFolders: readonly string[],
): readonly string[] {
  return uris.filter((uri) => {
    return !concernsServer(uri) && !isInSkippedFolder(uri, workspaceFolders);
  });
}

/** Whether the server needs the contents of a file, based on its name or URI. */
export function concernsServer(uri: string): boolean {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  const isProject = name === projectFileName || name === projectSettingsFileName;
  return isProject || languageOf(name) !== undefined;
}

/** Files in a folder and its subfolders that the server needs; empty for a file or a deleted folder. */
export async function filesBelow(folder: string, files: FileSystem): Promise<readonly string[]> {
  const waiting = [folder];
  const found: string[] = [];
  for (let read = 0; read < mostFoldersRead; read++) {
    const next = waiting.pop();
    if (next === undefined) break;
    for (const { name, isFolder } of await files.list(next)) {
      if (isFolder && !isSkippedFolder(name)) waiting.push(childUri(next, name));
      else if (!isFolder && concernsServer(name)) found.push(childUri(next, name));
    }
  }
  return found;
}

/** Whether the URI is inside a tool folder, at any depth. Such folders contain no handwritten code. */
function isInSkippedFolder(uri: string, workspaceFolders: readonly string[]): boolean {
  const above = workspaceFolders.find((folder) => isAtOrBelow(uri, folder));
  if (above === undefined) return false;
  return uri
    .slice(above.length + 1)
    .split('/')
    .some((name) => isSkippedFolder(name));
}
