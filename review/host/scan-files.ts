/** The result of scanning a source file without parsing it: small enough to be kept for every file of a project. */
export interface SourceScan {
  /** Whether the file may read secrets of agents. */
  readonly mayReadSecrets: boolean;
  readonly loadsVariables: boolean;
  /** The words that it mentions. Undefined if it may mention anything. */
  readonly words: Uint8Array | undefined;
}

/** The result of a thread for a file. */
export interface ScannedFile extends SourceScan {
  /** False if a check can find nothing in the file alone, unless it knows which variables are set. */
  readonly mayMatter: boolean;
  readonly mayReadVariables: boolean;
}

/**
 * Scans many files in other threads, and reports each result. Omits files that cannot be read, and those of a
 * thread that fails.
 */
export type ScanFiles = (
  files: readonly string[],
  readers: readonly string[],
  report: (file: string, scan: ScannedFile) => void,
) => Promise<void>;

/** A task for a thread. */
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
  /** The length of each file's word filter. */
  readonly lengths: Uint32Array;
  /** The concatenated filters. */
  readonly words: Uint8Array;
}

export const flags = {
  isRead: 1,
  mayMatter: 2,
  mayReadSecrets: 4,
  loadsVariables: 8,
  isWide: 16,
  mayReadVariables: 32,
};
