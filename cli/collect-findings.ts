import type { Analyzer, FileContext, Finding, ParsedFile, ProjectFiles } from '../analysis/index.ts';
import type { AgentProject } from '../contracts/agent-project.ts';
import type { Catalogs } from './knowledge/catalogs.ts';
import { mapBounded } from './map-bounded.ts';
import { byPlace, type ReportedFinding } from './reporters/report.ts';
import type { FileSettings } from './workspace/project-settings.ts';
import type { Workspace } from './workspace/workspace.ts';

interface FileOfAgent {
  readonly path: string;
  readonly file: ParsedFile;
  readonly agent: AgentProject;
  readonly project: ProjectFiles;
  readonly settings: FileSettings;
}

export interface CollectedFindings {
  /** Sorted by place. */
  readonly findings: readonly ReportedFinding[];
  /** Code reads secrets, but no agent of it has a known catalog: silence proves nothing. */
  readonly nothingKnown: boolean;
}

/** Only files of agents that read secrets cost a question to the catalogs. */
export async function collectFindings(
  analyzer: Analyzer,
  workspace: Workspace,
  catalogs: Catalogs,
  settingsOf: (absolutePath: string) => FileSettings = () => ({}),
): Promise<CollectedFindings> {
  const files = filesOfAgents(analyzer, workspace, settingsOf);
  const agentIds = [...new Set(files.map(({ agent }) => agent.agentId))];
  const answers = await mapBounded(agentIds, async (id) => [id, await catalogs(id)] as const);
  const knowledge = new Map(answers);
  const findings = files
    .flatMap(({ path, file, agent, project, settings }) =>
      analyzer
        .findings(file, { ...contextFor(agent, knowledge.get(agent.agentId)), ...settings, project })
        .map((finding) => toReport(finding, path)),
    )
    .toSorted((one, other) => byPlace(one, other) || compare(one.rule, other.rule));
  const nothingKnown = answers.length > 0 && answers.every(([, { catalog }]) => catalog === undefined);
  return { findings, nothingKnown };
}

function filesOfAgents(
  analyzer: Analyzer,
  workspace: Workspace,
  settingsOf: (absolutePath: string) => FileSettings,
): readonly FileOfAgent[] {
  const files: FileOfAgent[] = [];
  for (const absolutePath of workspace.files) {
    const agent = workspace.agentOf(absolutePath);
    if (agent === undefined) continue;
    const settings = settingsOf(absolutePath);
    const source = settings.ignored === true ? undefined : workspace.read(absolutePath);
    if (source === undefined) continue;
    const file = analyzer.parse(source);
    const project = workspace.filesOf(agent, analyzer);
    project.adopt(file);
    if (analyzer.references(file, project).length > 0) {
      files.push({ path: source.path, file, agent, project, settings });
    }
  }
  return files;
}

function contextFor(agent: AgentProject, knowledge: FileContext['knowledge']): FileContext {
  return knowledge === undefined ? { agent } : { agent, knowledge };
}

function toReport(
  { rule, severity, message, range, agentId, names }: Finding,
  path: string,
): ReportedFinding {
  return {
    rule,
    severity,
    path,
    line: range.start.line + 1,
    column: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
    message,
    agentId,
    names,
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
