/** The disk as the server sees it. Nothing here fails: what cannot be read is not there. */
export interface FileSystem {
  /** Absent: no such file, not readable, larger than {@link largestFile}, or not on this disk. */
  read(uri: string): Promise<Uint8Array | undefined>;
  /** Empty for anything that is not a readable folder. */
  list(folderUri: string): Promise<readonly FolderEntry[]>;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Bytes, or UTF-16 units of an open document; beyond it a file is data, not code. */
export const largestFile = 5_000_000;

const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '_gen', '__pycache__', 'dist', 'venv']);

/** Folders that hold no code of the agent's authors; hidden ones are among them. */
export function isSkippedFolder(name: string): boolean {
  return name.startsWith('.') || skippedFolders.has(name);
}
