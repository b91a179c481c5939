import type { Finding, ParsedFile } from '../../analysis/index.ts';
import type { CellSource } from '../files/read-notebook.ts';
import type { Workspace } from '../files/workspace.ts';
import type { ReportedFinding, ReportedPlace } from './reported.ts';
import { TextPlaces } from './text-places.ts';

/** A finding in a cell, at its exact place in the notebook's file. */
export function cellReport(
  finding: Finding,
  file: ParsedFile,
  source: CellSource,
  workspace: Pick<Workspace, 'displayPath'>,
): ReportedFinding {
  const { cell, path } = source;
  const report = toReport({ ...finding, related: [] }, path, workspace);
  const elsewhere = finding.related.map(({ uri, range, message }) => ({
    ...(uri === file.uri
      ? placeInCell(range, file, source)
      : { path: workspace.displayPath(uri), ...placeOf(range) }),
    message,
  }));
  const { line, column } = report;
  return {
    ...report,
    ...placeInCell(finding.range, file, source),
    cell: { number: cell.number, line, column },
    ...(elsewhere.length > 0 && { related: elsewhere }),
  };
}

export function placeInCell(
  range: Finding['range'],
  file: ParsedFile,
  { cell, fileText, path }: CellSource,
): Omit<ReportedPlace, 'message'> {
  const places = new TextPlaces(fileText);
  const [start, end] = [range.start, range.end].map((position) =>
    places.at(cell.offsetInFile(file.offsetAt(position))),
  );
  return {
    path,
    line: start?.line ?? 1,
    column: start?.column ?? 1,
    endLine: end?.line ?? 1,
    endColumn: end?.column ?? 1,
  };
}

export function toReport(
  { rule, severity, message, range, agentId, names, related }: Finding,
  path: string,
  { displayPath }: Pick<Workspace, 'displayPath'>,
): ReportedFinding {
  const places = related.map((place) => ({
    path: displayPath(place.uri),
    ...placeOf(place.range),
    message: place.message,
  }));
  const elsewhere = places.length > 0 && { related: places };
  return { rule, severity, path, ...placeOf(range), message, agentId, names, ...elsewhere };
}

/** Lines and columns start at 1. */
export function placeOf({
  start,
  end,
}: Finding['range']): Pick<ReportedFinding, 'line' | 'column' | 'endLine' | 'endColumn'> {
  return {
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
