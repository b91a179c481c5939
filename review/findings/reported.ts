import type { Severity } from '../../analysis/index.ts';

/** A location as shown in reports. Lines and columns start at 1; columns are in UTF-16 code units. */
export interface ReportedPosition {
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

/** A position in a cell of a notebook, as shown in reports. */
export interface ReportedCell {
  /** Its place among all cells of the notebook, from 1. */
  readonly number: number;
  readonly line: number;
  readonly column: number;
}

/** A finding as shown in reports. */
export interface ReportedFinding extends ReportedPlace {
  readonly rule: string;
  readonly severity: Severity;
  readonly agentId: string;
  readonly names: readonly string[];
  /** For a notebook, whose `line` and `column` are those in its file. */
  readonly cell?: ReportedCell;
  /** Where the names are written or the value arrives, if that is elsewhere. */
  readonly related?: readonly ReportedPlace[];
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

/**
 * Compares by path, then by position. Compares code units, so that the order is the same on every machine.
 */
export function byPlace(one: ReportedPosition, other: ReportedPosition): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
