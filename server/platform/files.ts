/**
 * The files that the server can read, from a disk or through the editor. Methods never fail: an unreadable
 * file counts as absent.
 */
export interface FileSystem {
  /**
   * Undefined if the file does not exist, is unreadable, is larger than {@link largestFile}, or is not on
   * this disk.
   */
  read(uri: string): Promise<Uint8Array | undefined>;
  /** Empty unless the URI is a readable folder. */
  list(folderUri: string): Promise<readonly FolderEntry[]>;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** In bytes, or in UTF-16 code units for an open document. A larger file is data, not code. */
export const largestFile = 5_000_000;
