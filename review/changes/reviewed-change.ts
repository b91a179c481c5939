import type { FailedFile } from '../findings/file-by-file.ts';
import type { ReportedFinding, UncheckedAgent } from '../findings/reported.ts';
import type { ChangeReport } from './change-report.ts';

export interface ReviewedChange {
  readonly report: ChangeReport;
  readonly unchecked: readonly UncheckedAgent[];
  /** Findings that were there before the change as well. */
  readonly unchanged: readonly ReportedFinding[];
  readonly failed: readonly FailedFile[];
  /** Whether code that was checked before the change is not checked any more. */
  readonly isPartial: boolean;
  /** The number of files that were analyzed after the change. */
  readonly files: number;
  /** The text of a reported file after the change, for code frames. */
  readonly sourceOf: (path: string) => string | undefined;
  /** The text of any file before the change; undefined if it did not exist. */
  readonly textBefore: (path: string) => string | undefined;
}
