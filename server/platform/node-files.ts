import { open, readdir } from 'node:fs/promises';
import { constants } from 'node:fs';
import { URI } from 'vscode-uri';
import { type FileSystem, type FolderEntry, largestFile } from './files.ts';

/** Reads `file:` URIs from this machine's disk. */
export const nodeFiles: FileSystem = { read, list };

async function read(uri: string): Promise<Uint8Array | undefined> {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  try {
    // Reading a pipe would block one of the few I/O threads until another process writes to the pipe.
    await using file = await open(path, nonBlocking);
    const stat = await file.stat();
    return stat.isFile() && stat.size <= largestFile ? await file.readFile() : undefined;
  } catch {
    // Files can be missing or unreadable while users switch branches; that is not an error.
    return undefined;
  }
}

/** Windows has no such flag, and no pipes in its file system. */
const nonBlocking = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

async function list(folderUri: string): Promise<readonly FolderEntry[]> {
  const path = pathOf(folderUri);
  if (path === undefined) return [];
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
  } catch {
    // A deleted folder is treated like a missing file: it has no entries.
    return [];
  }
}

function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  if (parsed.scheme !== 'file') return undefined;
  // The canonical URI of a disk's root directory has no trailing slash.
  return parsed.fsPath === '' ? '/' : parsed.fsPath;
}
