import type { Dialect } from '../../analysis/index.ts';
import type { FailedFile, ReportedFinding, ReportedPosition, UncheckedAgent } from '../../review/index.ts';

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

export interface FindingsReport {
  readonly findings: readonly ReportedFinding[];
  readonly unchecked: readonly UncheckedAgent[];
  readonly failed?: readonly FailedFile[];
  /** The number of analyzed files. */
  readonly files: number;
}

export interface ReferencesReport {
  readonly references: readonly ReportedReference[];
}

export interface ReporterOptions {
  readonly colour: boolean;
  /** This program's version, which reports for other programs include. */
  readonly version?: string;
}

/** A format for findings; the text ends with a line break. */
export interface FindingsReporter {
  findings(report: FindingsReport, options: ReporterOptions): string;
}

/** A format that supports references too. */
export interface Reporter extends FindingsReporter {
  references(report: ReferencesReport, options: ReporterOptions): string;
}
