import {
  type Analyzer,
  type Credential,
  type DetectCredentials,
  type FileContext,
  type FileSettings,
  findCredentials,
  type Finding,
  mayHoldCredentials,
  type ParsedFile,
  type ProjectFiles,
} from '../../analysis/index.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { ReviewHost } from '../review-host.ts';
import type { Catalogs, KnownNames } from '../catalogs.ts';
import { mapBounded } from '../map-bounded.ts';
import { byPlace, type ReportedFinding, type UncheckedAgent } from './reported.ts';
import { type FailedFile, FileByFile } from './file-by-file.ts';
import type { Source } from '../files/read-source.ts';
import type { Workspace } from '../files/workspace.ts';

interface FileOfAgent {
  readonly path: string;
  readonly file: ParsedFile;
  readonly agent: AgentProject;
  readonly project: ProjectFiles;
  readonly settings: FileSettings;
  /** False for a file that is only scanned for credentials. */
  readonly reads: boolean;
}

interface CollectedFindings {
  /** Sorted by location. */
  readonly findings: readonly ReportedFinding[];
  /** Agents that read secrets but have no known catalog. An absence of findings proves nothing for them. */
  readonly unchecked: readonly UncheckedAgent[];
  /** Whether every agent that reads secrets is unchecked, and there is at least one. */
  readonly nothingKnown: boolean;
  readonly failed: readonly FailedFile[];
}

/** Requests catalogs only for agents with files that read secrets. */
export async function collectFindings(
  analyzer: Analyzer,
  workspace: Workspace,
  catalogs: Catalogs,
  settingsOf: (absolutePath: string) => FileSettings = () => ({}),
  credentialsIn: CredentialsInFiles = () => Promise.resolve(new Map()),
): Promise<CollectedFindings> {
  const each = new FileByFile();
  const { files, waiting } = filesOfAgents(analyzer, workspace, settingsOf, each);
  const reading = files.filter(({ reads }) => reads);
  const agentIds = [...new Set([...reading, ...waiting].map(({ agent }) => agent.agentId))];
  const answers = await mapBounded(agentIds, async (id) => [id, await catalogs(id)] as const);
  const knowledge = new Map(answers);
  for (const one of waiting) {
    if (canHaveFindings(one, knowledge.get(one.agent.agentId)))
      files.push(...parsed(analyzer, workspace, one, each));
  }
  const found = await credentialsIn(files.map(({ file }) => file));
  const findings = files
    .flatMap(({ path, file, agent, project, settings }) => {
      const known = { agent, project, knowledge: knowledge.get(agent.agentId), credentials: found.get(file) };
      const context = contextOf(settings, known);
      return each.on(path, () =>
        analyzer.findings(file, context).map((finding) => toReport(finding, path, workspace)),
      );
    })
    .toSorted((one, other) => byPlace(one, other) || compare(one.rule, other.rule));
  const readers = new Set(files.filter(({ reads }) => reads).map(({ agent }) => agent.agentId));
  const unchecked = [...readers].toSorted(compare).flatMap((id) => uncheckedAgent(id, knowledge.get(id)));
  const nothingKnown = readers.size > 0 && unchecked.length === readers.size;
  return { findings, unchecked, nothingKnown, failed: each.failed };
}

function uncheckedAgent(agentId: string, known: KnownNames | undefined): readonly UncheckedAgent[] {
  return known?.catalog === undefined ? [{ agentId, reason: known?.unknownBecause ?? '' }] : [];
}

interface SourceOfAgent {
  readonly source: Source;
  readonly agent: AgentProject;
  readonly settings: FileSettings;
}

/**
 * The `waiting` files read environment variables at most. Parsing them is only worthwhile if it is known
 * which variables are set.
 */
function filesOfAgents(
  analyzer: Analyzer,
  workspace: Workspace,
  settingsOf: (absolutePath: string) => FileSettings,
  each: FileByFile,
): { readonly files: FileOfAgent[]; readonly waiting: readonly SourceOfAgent[] } {
  const files: FileOfAgent[] = [];
  const waiting: SourceOfAgent[] = [];
  for (const absolutePath of workspace.files) {
    const agent = workspace.agentOf(absolutePath);
    if (agent === undefined) continue;
    const settings = settingsOf(absolutePath);
    const source = settings.ignored === true ? undefined : workspace.read(absolutePath);
    if (source === undefined) continue;
    const one = { source, agent, settings };
    const isSuspicious = mayHoldCredentials(source.text);
    if (isSuspicious || analyzer.mayHoldReferences(source.text, source.languageId, 'agent')) {
      files.push(...parsed(analyzer, workspace, one, each));
    } else if (analyzer.mayHoldReferences(source.text, source.languageId)) {
      waiting.push(one);
    }
  }
  return { files, waiting };
}

/** Returns nothing for a file that turns out to contain neither secret reads nor credentials. */
function parsed(
  analyzer: Analyzer,
  workspace: Workspace,
  { source, agent, settings }: SourceOfAgent,
  each: FileByFile,
): readonly FileOfAgent[] {
  return each.on(source.path, () => {
    const file = analyzer.parse(source);
    const project = workspace.filesOf(agent, analyzer);
    project.adopt(file);
    const reads = analyzer.references(file, project).length > 0;
    if (!reads && !mayHoldCredentials(source.text)) return [];
    return [{ path: source.path, file, agent, project, settings, reads }];
  });
}

/**
 * Without knowing which variables are set, a file that only reads variables cannot have findings other than
 * unused suppressions.
 */
function canHaveFindings({ source, settings }: SourceOfAgent, knowledge: FileContext['knowledge']): boolean {
  const isVariableKnown = settings.environment !== undefined || knowledge?.environment !== undefined;
  return isVariableKnown || knowledge?.catalog === undefined || source.text.includes('agent-secrets:');
}

/** What the analysis knows about a file; `settings` are those of its folder. */
export function contextOf(
  settings: FileSettings,
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

function toReport(
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
function placeOf({
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

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Credentials by file. A file is missing if it cannot contain any, or if the detector is not installed. */
type CredentialsInFiles = (
  files: readonly ParsedFile[],
) => Promise<ReadonlyMap<ParsedFile, readonly Credential[]>>;

/** Loads the detector when it encounters the first file that may contain a credential. */
export function credentialsInFiles(host: Pick<ReviewHost, 'loadDetector' | 'note'>): CredentialsInFiles {
  return async (files) => {
    const found = new Map<ParsedFile, readonly Credential[]>();
    const suspicious = files.filter(({ text }) => mayHoldCredentials(text));
    const detect = suspicious.length === 0 ? undefined : loadDetector(host);
    if (detect === undefined) return found;
    for (const file of suspicious) found.set(file, await findCredentials(file.text, detect));
    return found;
  };
}

function loadDetector({
  loadDetector: load,
  note,
}: Pick<ReviewHost, 'loadDetector' | 'note'>): DetectCredentials | undefined {
  try {
    return load().detect;
  } catch {
    note('note: The credential detector is not installed, so credentials in code are not reported.');
    return undefined;
  }
}
