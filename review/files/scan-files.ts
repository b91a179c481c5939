import type { SourceScan } from './scan-source.ts';

/** What a thread tells about a file. */
export interface ScannedFile extends SourceScan {
  /** False if a check can find nothing in the file alone. */
  readonly mayMatter: boolean;
}

/**
 * Looks at many files in other threads, and reports each. Files that cannot be read, and those of a thread that
 * fails, are left out.
 */
export type ScanFiles = (
  files: readonly string[],
  readers: readonly string[],
  report: (file: string, scan: ScannedFile) => void,
) => Promise<void>;

/** A part of the work of a thread. */
export interface ScanTask {
  /** Absolute paths. */
  readonly files: readonly string[];
  /** The functions that read secrets, the same in all tasks. */
  readonly readers: readonly string[];
}

/** The answer to a task. The arrays have an element for each file. */
export interface ScanAnswer {
  /** Sums of {@link flags}. */
  readonly flags: Uint8Array;
  /** How long the filter of each file's words is. */
  readonly lengths: Uint32Array;
  /** The filters, one after another. */
  readonly words: Uint8Array;
}

export const flags = { isRead: 1, mayMatter: 2, mayReadSecrets: 4, loadsVariables: 8, isWide: 16 };
