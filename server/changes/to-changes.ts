import path from 'node:path';
import { URI } from 'vscode-uri';
import type { BranchChanges, ChangedPlace } from '../../contracts/changes.ts';
import type { ChangeReport } from '../../review/changes/change-report.ts';
import type { ReviewedChange } from '../../review/changes/reviewed-change.ts';

/** Converts a report, whose paths are relative to the folder, for the editor. */
export function toBranchChanges(
  report: ChangeReport & Pick<ReviewedChange, 'failed'>,
  folder: string,
  gitFolder: string,
): BranchChanges {
  const at = (position: Position): ChangedPlace => placeOf(position, folder);
  return {
    base: report.base,
    gitFolder,
    agentNames: report.agents,
    needs: report.needs.map(({ agent: agentId, secret: name, access, ...position }) => ({
      agentId,
      name,
      access,
      ...at(position),
    })),
    findings: report.new.map((found) => ({ rule: found.rule, message: found.message, ...at(found) })),
    dynamic: report.dynamic.map((read) => ({ agentId: read.agent, patterns: read.patterns, ...at(read) })),
    suppressions: report.suppressions.map((added) => ({
      rules: added.rules,
      reason: added.reason,
      suppressed: added.suppressed.map(({ message }) => message),
      ...at(added),
    })),
    gone: report.gone.map(({ agent: agentId, secret: name, mayRevoke, path: file, line }) => ({
      agentId,
      name,
      mayRevoke,
      label: `${file}:${line}`,
    })),
    catalog: report.catalog.map(({ agent: agentId, secret: name, change }) => ({ agentId, name, change })),
    notChecked: report.failed.map(({ path: file }) => ({ ...at({ path: file, line: 1 }), label: file })),
  };
}

interface Position {
  readonly path: string;
  readonly line: number;
  /** From 1; the start of the line if absent. */
  readonly column?: number;
}

function placeOf({ path: file, line, column = 1 }: Position, folder: string): ChangedPlace {
  const start = { line: line - 1, character: column - 1 };
  const uri = URI.file(path.resolve(folder, file)).toString();
  return { place: { uri, range: { start, end: start } }, label: `${file}:${line}` };
}
