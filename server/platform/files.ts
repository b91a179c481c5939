/** Files as the server sees them, on a disk or in the editor. Nothing here fails: what cannot be read is not there. */
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
