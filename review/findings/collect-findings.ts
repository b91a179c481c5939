import {
  type Analyzer,
  type FileContext,
  type FileSettings,
  type Finding,
  mayMatter,
  type ParsedFile,
  type ProjectFiles,
  isTestFile,
  languageOf,
} from '../../analysis/index.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { Catalogs, KnownNames } from '../host/catalogs.ts';
import { mapBounded } from '../host/map-bounded.ts';
import { receiversIn } from './receivers.ts';
import { byPlace, type ReportedFinding, type ReportedPosition, type UncheckedAgent } from './reported.ts';
import type { CredentialsInFiles } from './credentials-in-files.ts';
import { cellReport, placeInCell, placeOf, toReport } from './report-places.ts';
import { type FailedFile, FileByFile } from './file-by-file.ts';
import type { Source } from '../files/read-source.ts';
import type { CellSource } from '../files/read-notebook.ts';
import type { FilesOfAgent } from '../files/files-of-agent.ts';
import type { Workspace } from '../files/workspace.ts';

interface FileOfAgent {
  readonly path: string;
  readonly file: ParsedFile;
  readonly agent: AgentProject;
  /** Undefined for a cell of a notebook, which runs elsewhere. */
  readonly project: FilesOfAgent | undefined;
  readonly settings: SettingsOfFile;
  /** False for a file that is only scanned for credentials. */
  readonly reads: boolean;
  /** Set for a cell of a notebook. */
  readonly cell?: CellSource;
}

interface CollectedFindings {
  /** Sorted by location. */
  readonly findings: readonly ReportedFinding[];
  /** Agents that read secrets but have no known catalog. An absence of findings proves nothing for them. */
  readonly unchecked: readonly UncheckedAgent[];
  /** Whether every agent that reads secrets is unchecked, and there is at least one. */
  readonly nothingKnown: boolean;
  readonly failed: readonly FailedFile[];
  /** The analyzed files, for further queries. */
  readonly checked: readonly CheckedFile[];
}

/** An analyzed file, or a cell of a notebook. */
export interface CheckedFile {
  /** As in reports. */
  readonly path: string;
  readonly file: ParsedFile;
  readonly agent: AgentProject;
  readonly context: FileContext;
  readonly reportOf: (finding: Finding) => ReportedFinding;
  readonly positionOf: (range: Finding['range']) => ReportedPosition;
}

/** The context of a file apart from its code: the settings of its folder, and the current time. */
export type SettingsOfFile = FileSettings & Pick<FileContext, 'now'>;

/** Requests catalogs only for agents with files that read secrets. */
export async function collectFindings(
  analyzer: Analyzer,
  workspace: Workspace,
  catalogs: Catalogs,
  settingsOf: (absolutePath: string) => SettingsOfFile = () => ({}),
  credentialsIn: CredentialsInFiles = () => Promise.resolve(new Map()),
): Promise<CollectedFindings> {
  const each = new FileByFile();
  await workspace.scanAhead();
  const { files, waiting, others } = filesOfAgents(analyzer, workspace, settingsOf, each);
  files.push(...cellsOfAgents(analyzer, workspace, settingsOf, each));
  // Whether a suppression is unused can depend on the catalog.
  const asking = files.filter(({ reads, file }) => reads || file.text.includes('agent-secrets:'));
  const agentIds = [...new Set([...asking, ...waiting].map(({ agent }) => agent.agentId))];
  const answers = await mapBounded(agentIds, async (id) => [id, await catalogs(id)] as const);
  const knowledge = new Map(answers);
  for (const one of waiting) {
    if (canHaveFindings(one, knowledge.get(one.agent.agentId)))
      files.push(...parsed(analyzer, workspace, one, each));
    else others.push(one);
  }
  const receivers = receiversAmong(analyzer, workspace, files, others);
  for (const one of others)
    if (receivers.has(one.uri)) files.push(...receiver(analyzer, workspace, one, each));
  const found = await credentialsIn(files.map(({ file }) => file));
  const checked = files.map((one): CheckedFile => {
    const { path, file, agent, reads, settings, cell } = one;
    const names = knowledge.get(agent.agentId);
    const isReached =
      receivers.has(file.uri) ||
      (reads && (canHaveFindings(one, names) || readsSecrets(analyzer, file, one.project)));
    const project = isReached ? one.project : one.project && alone;
    const known = { agent, project, knowledge: names, credentials: found.get(file) };
    return {
      path,
      file,
      agent,
      context: contextOf(settings, known),
      reportOf: (finding) =>
        cell ? cellReport(finding, file, cell, workspace) : toReport(finding, path, workspace),
      positionOf: (range) => {
        const { line, column } = cell ? placeInCell(range, file, cell) : placeOf(range);
        return { path, line, column };
      },
    };
  });
  const findings = checked
    .flatMap(({ path, file, context, reportOf }) =>
      each.on(path, () => analyzer.findings(file, context).map(reportOf)),
    )
    .toSorted((one, other) => byPlace(one, other) || compare(one.rule, other.rule));
  const readers = new Set(files.filter(({ reads }) => reads).map(({ agent }) => agent.agentId));
  const unchecked = [...readers].toSorted(compare).flatMap((id) => uncheckedAgent(id, knowledge.get(id)));
  const nothingKnown = readers.size > 0 && unchecked.length === readers.size;
  return { findings, unchecked, nothingKnown, failed: each.failed, checked };
}

/** For a file that no secret can reach. The other files need not even be read in that case. */
const alone: ProjectFiles = {
  version: 0,
  complete: true,
  module: () => undefined,
  imported: () => undefined,
  mentioning: () => [],
};

function uncheckedAgent(agentId: string, known: KnownNames | undefined): readonly UncheckedAgent[] {
  return known?.catalog === undefined ? [{ agentId, reason: known?.unknownBecause ?? '' }] : [];
}

/** A file without anything to report in its own text. */
interface OtherFile {
  readonly uri: string;
  readonly agent: AgentProject;
  readonly settings: SettingsOfFile;
}

/** A file that reads environment variables at most. */
interface WaitingFile extends OtherFile {
  readonly read: () => Source | undefined;
}

interface SortedFiles {
  readonly files: FileOfAgent[];
  /** Parsing these is only worthwhile if it is known which variables are set. */
  readonly waiting: readonly WaitingFile[];
  readonly others: OtherFile[];
}

function filesOfAgents(
  analyzer: Analyzer,
  workspace: Workspace,
  settingsOf: (absolutePath: string) => SettingsOfFile,
  each: FileByFile,
): SortedFiles {
  const files: FileOfAgent[] = [];
  const waiting: WaitingFile[] = [];
  const others: OtherFile[] = [];
  for (const absolutePath of workspace.files) {
    const agent = workspace.agentOf(absolutePath);
    if (agent === undefined) continue;
    const settings = settingsOf(absolutePath);
    if (settings.ignored === true) continue;
    const one = { uri: workspace.uriOf(absolutePath), agent, settings };
    if (workspace.readsOnlyVariables(absolutePath)) {
      waiting.push({ ...one, read: () => workspace.read(absolutePath) });
      continue;
    }
    const source = workspace.read(absolutePath);
    if (source === undefined) {
      others.push(one);
      continue;
    }
    const read = (): Source => source;
    if (mayMatter(source.text) || analyzer.mayHoldReferences(source.text, source.languageId, 'agent')) {
      files.push(...parsed(analyzer, workspace, { ...one, read }, each));
    } else if (analyzer.mayHoldReferences(source.text, source.languageId)) {
      waiting.push({ ...one, read });
    }
  }
  return { files, waiting, others };
}

/** Keeps a file that turns out not to read secrets only for its other findings. */
function parsed(
  analyzer: Analyzer,
  workspace: Workspace,
  { read, agent, settings }: WaitingFile,
  each: FileByFile,
): readonly FileOfAgent[] {
  const source = read();
  if (source === undefined) return [];
  return each.on(source.path, () => {
    const file = analyzer.parse(source);
    const project = workspace.filesOf(agent, analyzer);
    project.adopt(file);
    const reads = analyzer.references(file, project).length > 0;
    return [{ path: source.path, file, agent, project, settings, reads }];
  });
}

/** The cells of all notebooks, each of which is a document of its own, as in an editor. */
function cellsOfAgents(
  analyzer: Analyzer,
  workspace: Workspace,
  settingsOf: (absolutePath: string) => SettingsOfFile,
  each: FileByFile,
): readonly FileOfAgent[] {
  return workspace.notebooks.flatMap((notebook) => {
    const agent = workspace.agentOf(notebook);
    const settings = settingsOf(notebook);
    if (agent === undefined || settings.ignored === true) return [];
    return workspace.readNotebook(notebook).flatMap((cell) =>
      each.on(cell.path, () => {
        const file = analyzer.parse(cell);
        const reads = analyzer.references(file).length > 0;
        return [{ path: cell.path, file, agent, project: undefined, settings, reads, cell }];
      }),
    );
  });
}

function readsSecrets(analyzer: Analyzer, file: ParsedFile, project: ProjectFiles | undefined): boolean {
  return analyzer.references(file, project).some(({ dialect }) => dialect === 'agent');
}

/** The files that values of secrets can reach from others. */
function receiversAmong(
  analyzer: Analyzer,
  workspace: Workspace,
  files: readonly FileOfAgent[],
  others: readonly OtherFile[],
): ReadonlySet<string> {
  const reads = new Map(
    files.map(({ file, project }) => [
      file.uri,
      project !== undefined && readsSecrets(analyzer, file, project),
    ]),
  );
  const own = files.flatMap(({ file, agent, project }) => (project ? [{ uri: file.uri, agent }] : []));
  const byAgent = Map.groupBy([...own, ...others], ({ agent }) => agent);
  const found = new Set<string>();
  for (const [agent, all] of byAgent) {
    if (workspace.isWhole(agent) && !all.some(({ uri }) => reads.get(uri) === true)) continue;
    const candidates = all.map(({ uri }) => uri).filter((uri) => !isTestFile(uri, agent.rootUri));
    const project = workspace.filesOf(agent, analyzer);
    const isWhole = workspace.isWhole(agent);
    for (const uri of receiversIn(candidates, { agent, project, reads, isWhole })) found.add(uri);
  }
  return found;
}

function receiver(
  analyzer: Analyzer,
  workspace: Workspace,
  { uri, agent, settings }: OtherFile,
  each: FileByFile,
): readonly FileOfAgent[] {
  const path = workspace.displayPath(uri);
  return each.on(path, () => {
    const project = workspace.filesOf(agent, analyzer);
    const text = project.textOf(uri);
    const languageId = languageOf(uri);
    if (text === undefined || languageId === undefined) return [];
    const file = analyzer.parse({ uri, languageId, text });
    project.adopt(file);
    return [{ path, file, agent, project, settings, reads: false }];
  });
}

/**
 * Without knowing which variables are set, a file that only reads variables cannot have findings other than
 * unused suppressions.
 */
function canHaveFindings(
  { settings }: Pick<OtherFile, 'settings'>,
  knowledge: FileContext['knowledge'],
): boolean {
  const isVariableKnown = settings.environment !== undefined || knowledge?.environment !== undefined;
  return isVariableKnown || knowledge?.catalog === undefined;
}

/** What the analysis knows about a file; `settings` are those of its folder. */
export function contextOf(
  settings: SettingsOfFile,
  { agent, project, knowledge, credentials }: { [Key in keyof FileContext]: FileContext[Key] | undefined },
): FileContext {
  return {
    ...settings,
    ...(agent && { agent }),
    ...(project && { project }),
    ...(knowledge && { knowledge }),
    ...(credentials && { credentials }),
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
