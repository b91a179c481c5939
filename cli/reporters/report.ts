import type { Dialect, Severity } from '../../analysis/index.ts';
import type { FailedFile } from '../workspace/file-by-file.ts';

/** A location as shown in reports. Lines and columns start at 1; columns are in UTF-16 code units. */
interface ReportedPosition {
  /** Relative to the working directory, with forward slashes. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** A location that helps explain a finding. */
export interface ReportedPlace extends ReportedPosition {
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
}

/** A finding as shown in reports. */
export interface ReportedFinding extends ReportedPlace {
  readonly rule: string;
  readonly severity: Severity;
  readonly agentId: string;
  readonly names: readonly string[];
  /** Where the names are written, if that is elsewhere. */
  readonly related?: readonly ReportedPlace[];
}

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

/** An agent whose names could not be checked, because its catalog is unknown. */
export interface UncheckedAgent {
  readonly agentId: string;
  /** A sentence; empty if no reason is known. */
  readonly reason: string;
}

/** Describes such an agent in reports and notes. */
export function uncheckedSentence({ agentId, reason }: UncheckedAgent): string {
  const sentence = `no catalog is available for the agent "${agentId}", so its names were not checked.`;
  return `${sentence} ${reason}`.trimEnd();
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

/**
 * Compares by path, then by position. Compares code units, so that the order is the same on every machine.
 */
export function byPlace(one: ReportedPosition, other: ReportedPosition): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
