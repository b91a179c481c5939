import type { Dialect } from '../../analysis/index.ts';
import type { FailedFile, ReportedFinding, ReportedPosition, UncheckedAgent } from '../../review/index.ts';
import type { SnapshotAge } from './snapshot-age.ts';
import type { ChangeReport, SuppressionOrigin } from '../../review/changes/change-report.ts';

/** How one possible name was found. */
export interface ReportedDerivation {
  /** `pattern` if parts of the name are only known at run time; `unknown` if none of it can be predicted. */
  readonly kind: 'name' | 'pattern' | 'unknown';
  /** The name, the pattern, or a sentence that explains why the name is unknown. */
  readonly text: string;
  /** From the reference to the location where the name is written. */
  readonly steps: readonly ReportedStep[];
}

interface ReportedStep extends ReportedPosition {
  /** What happens to the name at this step. */
  readonly sentence: string;
  /** On a single line. */
  readonly code: string;
}

export interface ReportedReference extends ReportedPosition {
  /** Null outside any agent project. */
  readonly agentId: string | null;
  /** Every possible name that is fully known, sorted. */
  readonly names: readonly string[];
  /** Possible names with parts that are only known at run time, sorted. Each such part is shown as `*`. */
  readonly patterns: readonly string[];
  readonly dynamic: boolean;
  readonly dialect: Dialect;
  /** Names first, then patterns, then parts that could not be followed. */
  readonly derivation: readonly ReportedDerivation[];
}

/** The result of a check, as its exit code reports it. */
export interface Verdict {
  readonly state: 'failed' | 'incomplete' | 'passed';
  /** A part of a sentence. Absent if there are no findings, and everything could be checked. */
  readonly reason?: string;
}

/** What limits a result. */
interface Limits {
  readonly verdict?: Verdict;
  readonly unchecked: readonly UncheckedAgent[];
  readonly failed?: readonly FailedFile[];
  /** The catalog snapshot that the check used, if any. */
  readonly snapshot?: SnapshotAge;
}

/** The findings of a whole check. */
export interface FindingsReport extends Limits {
  readonly findings: readonly ReportedFinding[];
  /** Findings that the code or its settings suppress. Only formats that mark them as such include them. */
  readonly suppressed?: readonly SuppressedFinding[];
  /** Findings that a baseline contains: how many still exist, and those that no longer do. */
  readonly baseline?: { readonly known: number; readonly fixed: readonly object[] };
  /** The number of analyzed files. */
  readonly files: number;
}

export interface SuppressedFinding {
  readonly finding: ReportedFinding;
  readonly by: SuppressionOrigin;
  /** As the author wrote it; empty if there is none. */
  readonly reason: string;
}

/** The effects of a change, and everything that could not be checked. */
export type ReportedChange = ChangeReport & Partial<Limits>;

export type AnyReport = FindingsReport | ReportedChange;

export interface ReferencesReport {
  readonly references: readonly ReportedReference[];
}

export interface ReporterOptions {
  readonly colour: boolean;
  /** This program's version, which reports for other programs include. */
  readonly version?: string;
  /** ISO 8601, UTC. */
  readonly now?: () => string;
  /**
   * Returns the text of a reported file in the checked state. Without this function, reports have no code
   * frames.
   */
  readonly sourceOf?: (path: string) => string | undefined;
}

/** A format for findings and changes; the text ends with a line break. */
export interface FindingsReporter {
  findings(report: FindingsReport, options: ReporterOptions): string;
  changes(report: ReportedChange, options: ReporterOptions): string;
}

/** A format that supports references too. */
export interface Reporter extends FindingsReporter {
  references(report: ReferencesReport, options: ReporterOptions): string;
}
