import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Analyzer,
  createAnalyzer,
  createAnalyzerByFile,
  isGenerated,
  type ParsedFile,
  type ProjectFiles,
  tooFarSentence,
} from '../../analysis/index.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { CliHost } from '../host/cli-host.ts';
import { displayPath, listFiles } from './disk-files.ts';
import { DiskProjectFiles } from './disk-project-files.ts';
import { DiskProjects } from './disk-projects.ts';
import { DiskSettings } from './disk-settings.ts';
import { createSourceReader, type ReadSource } from './read-source.ts';

/** The files that a command works on. */
export interface Workspace {
  /** Absolute paths of all files in a known language, without duplicates, sorted. */
  readonly files: readonly string[];
  /** The file does not exist, and there is no agent project around or below it: the path is wrong. */
  readonly isElsewhere: boolean;
  readonly read: ReadSource;
  /** Undefined outside any agent project, and in one that cannot be used, which is reported once. */
  agentOf(absolutePath: string): AgentProject | undefined;
  /** A file's URI as shown in reports. */
  displayPath(uri: string): string;
  /** The files of an agent's project, regardless of which the command works on; read on demand. */
  filesOf(agent: AgentProject, analyzer: Pick<Analyzer, 'parse'>): FilesOfAgent;
}

export interface FilesOfAgent extends ProjectFiles {
  /** Files that are already parsed are returned as the same object when other files refer back to them. */
  adopt(file: ParsedFile): void;
}

/** @throws CliError when one of the paths does not exist. */
function openWorkspace(
  paths: readonly string[],
  analyzer: Pick<Analyzer, 'mayHoldReferences'>,
  { cwd, note }: Pick<CliHost, 'cwd' | 'note'>,
): Workspace {
  const given = paths.length === 0 ? ['.'] : paths;
  const { sources, projectFiles } = listFiles(given, { cwd, note });
  const projects = new DiskProjects(projectFiles, note);
  const projectFilesOf = new DiskProjectFiles();
  const files = sources.filter((file) => !isGenerated(file));
  const isInAgent = (one: string): boolean => projects.agentOf(path.resolve(cwd, one)) !== undefined;
  return {
    files,
    isElsewhere: files.length === 0 && projectFiles.length === 0 && !given.some(isInAgent),
    read: createSourceReader(analyzer, { cwd, note }),
    agentOf: (absolutePath) => projects.agentOf(path.dirname(absolutePath)),
    displayPath: (uri) => displayPath(fileURLToPath(uri), cwd),
    filesOf: (agent, parser) => projectFilesOf.of(agent, parser),
  };
}

interface Analyzed {
  readonly analyzer: Analyzer;
  readonly workspace: Workspace;
  readonly settings: DiskSettings;
}

/**
 * The files of a command, with the analyzer configured by their settings. A text for which `matters` returns
 * true is read even if it contains no references. @throws CliError when one of the paths does not exist.
 */
export function openAnalyzed(
  paths: readonly string[],
  host: Pick<CliHost, 'cwd' | 'note'>,
  matters: (text: string) => boolean = () => false,
): Analyzed {
  // The files have to be listed before their settings can determine which functions read secrets.
  let analyzer = createAnalyzer();
  const latest: Pick<Analyzer, 'mayHoldReferences' | 'parse'> = {
    mayHoldReferences: (...given) => analyzer.mayHoldReferences(...given) || matters(given[0]),
    parse: (...given) => analyzer.parse(...given),
  };
  const workspace = openWorkspace(paths, latest, host);
  const settings = new DiskSettings(host);
  analyzer = createAnalyzerByFile(settings.functionsOf(workspace.files), {
    gaveUp: ({ uri, range }) =>
      host.note(`note: ${tooFarSentence(workspace.displayPath(uri), range.start.line)}`),
  });
  return { analyzer, workspace, settings };
}

/** The agents whose code is in `paths`, sorted by folder. @throws CliError */
export function agentsIn(
  paths: readonly string[],
  host: Pick<CliHost, 'cwd' | 'note'>,
): readonly AgentProject[] {
  const { workspace } = openAnalyzed(paths, host);
  const agents = workspace.files.flatMap((file) => workspace.agentOf(file) ?? []);
  const byFolder = new Map(agents.map((agent) => [agent.rootUri, agent]));
  return [...byFolder.values()].toSorted((one, other) => (one.rootUri < other.rootUri ? -1 : 1));
}
