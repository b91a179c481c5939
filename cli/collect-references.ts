import { type Analyzer, type Derivation, isCredential, shownName } from '../analysis/index.ts';
import { type FailedFile, FileByFile } from './file-by-file.ts';
import { byPlace, type ReportedDerivation, type ReportedReference } from './reporters/report.ts';
import type { Source } from './workspace/read-source.ts';
import type { Workspace } from './workspace/workspace.ts';

export interface CollectedReferences {
  /** Sorted by place. */
  readonly references: readonly ReportedReference[];
  readonly failed: readonly FailedFile[];
}

/** Every place that reads a secret, inside and outside agent projects. */
export function collectReferences(analyzer: Analyzer, workspace: Workspace): CollectedReferences {
  const each = new FileByFile();
  const references: ReportedReference[] = [];
  for (const absolutePath of workspace.files) {
    const source = workspace.read(absolutePath);
    if (source === undefined) continue;
    const found = each.on(source.path, () => referencesIn(analyzer, source, workspace, absolutePath));
    references.push(...found);
  }
  return { references: references.toSorted(byPlace), failed: each.failed };
}

function referencesIn(
  analyzer: Analyzer,
  source: Source,
  workspace: Workspace,
  absolutePath: string,
): readonly ReportedReference[] {
  const agent = workspace.agentOf(absolutePath);
  const project = agent && workspace.filesOf(agent, analyzer);
  const file = analyzer.parse(source);
  project?.adopt(file);
  const context = { ...(agent && { agent }), ...(project && { project }) };
  return analyzer.references(file, project).map(({ span, names, patterns, dynamic, dialect }) => {
    const { line, character } = file.positionAt(span.start);
    const isSecret = names.some(isCredential);
    const derivations = isSecret ? [] : (analyzer.explain(file, span.start, context)?.derivations ?? []);
    return {
      path: source.path,
      line: line + 1,
      column: character + 1,
      agentId: agent?.agentId ?? null,
      names: names.map(shownName),
      patterns,
      dynamic,
      dialect,
      derivation: derivations.map((derivation) => toReport(derivation, workspace)),
    };
  });
}

function toReport({ kind, text, steps }: Derivation, workspace: Workspace): ReportedDerivation {
  return {
    kind,
    text,
    steps: steps.map(({ sentence, place: { uri, range }, code }) => ({
      path: workspace.displayPath(uri),
      line: range.start.line + 1,
      column: range.start.character + 1,
      sentence,
      code,
    })),
  };
}
