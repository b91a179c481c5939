import type { DetectorModule } from '../../hardcoded/detector.ts';
import type { ScanFiles } from './scan-files.ts';

/** The parts of the process that a review needs. The composition root creates it. */
export interface ReviewHost {
  /** Absolute. Relative paths are resolved against it, and reported paths are relative to it. */
  readonly cwd: string;
  /** ISO 8601, UTC; for secrets that expire. */
  readonly now: () => string;
  /** Reports what was left out, and why: one line, apart from the result. */
  readonly note: (sentence: string) => void;
  /**
   * Called, in addition to the note, for each omitted file that may read secrets. The path is as reported.
   */
  readonly leftOut?: (path: string, reason: string) => void;
  /** Loaded when a file first appears to contain a credential. May throw if the detector is not installed. */
  readonly loadDetector: () => DetectorModule;
  /** For projects with thousands of files. Absent where there are no threads. */
  readonly scanFiles?: ScanFiles;
}
