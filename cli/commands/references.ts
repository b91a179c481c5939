import { type Analyzer, type Derivation, isCredential, shownName } from '../../analysis/index.ts';
import type { AddCommand } from './common/command.ts';
import { formatOption, type FormatOption, pathsArgument } from './common/options.ts';
import { exitCodes } from '../host/cli-error.ts';
import { type ReferenceFormat, referenceFormats, reporters } from '../reporters/index.ts';
import type { ReportedDerivation, ReportedReference } from '../reporters/report.ts';
import {
  byPlace,
  type FailedFile,
  failedSentence,
  FileByFile,
  openAnalyzed,
  type Source,
  type Workspace,
} from '../../review/index.ts';

export const addReferences: AddCommand = (program, host, done) => {
  program
    .command('references')
    .description('list every place that reads a secret, with its possible names')
    .argument(...pathsArgument)
    .addOption(formatOption(referenceFormats))
    .action((paths: readonly string[], { format }: FormatOption<ReferenceFormat>) => {
      const { analyzer, workspace } = openAnalyzed(paths, host);
      const { references, failed } = collectReferences(analyzer, workspace);
      for (const file of failed) host.note(`error: ${failedSentence(file)}`);
      host.print(reporters[format].references({ references }, host));
      done(failed.length > 0 ? exitCodes.couldNotRun : exitCodes.clean);
    });
};

interface CollectedReferences {
  /** Sorted by location. */
  readonly references: readonly ReportedReference[];
  readonly failed: readonly FailedFile[];
}

/** Collects every location that reads a secret, inside and outside agent projects. */
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
