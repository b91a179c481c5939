/**
 * Files as the server sees them, on a disk or in the editor. No method fails: what cannot be read counts as
 * absent.
 */
export interface FileSystem {
  /**
   * Undefined if there is no such file, it is unreadable, larger than {@link largestFile}, or not on this
   * disk.
   */
  read(uri: string): Promise<Uint8Array | undefined>;
  /** Empty unless the URI is a readable folder. */
  list(folderUri: string): Promise<readonly FolderEntry[]>;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** In bytes, or in UTF-16 code units for an open document; a larger file is data, not code. */
export const largestFile = 5_000_000;
