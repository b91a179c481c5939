import type { Analyzer } from '../analysis/index.ts';
import { byPlace, type ReportedReference } from './reporters/report.ts';
import type { Source } from './workspace/read-source.ts';
import type { Workspace } from './workspace/workspace.ts';

/** Every place that reads a secret, sorted by place, inside and outside agent projects. */
export function collectReferences(analyzer: Analyzer, workspace: Workspace): readonly ReportedReference[] {
  const references: ReportedReference[] = [];
  for (const absolutePath of workspace.files) {
    const source = workspace.read(absolutePath);
    if (source === undefined) continue;
    const agentId = workspace.agentOf(absolutePath)?.agentId ?? null;
    references.push(...referencesIn(analyzer, source, agentId));
  }
  return references.toSorted(byPlace);
}

function referencesIn(
  analyzer: Analyzer,
  source: Source,
  agentId: string | null,
): readonly ReportedReference[] {
  const file = analyzer.parse(source);
  return analyzer.references(file).map(({ span, names, dynamic, dialect }) => {
    const { line, character } = file.positionAt(span.start);
    const { path } = source;
    return { path, line: line + 1, column: character + 1, agentId, names, dynamic, dialect };
  });
}
