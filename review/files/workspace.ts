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
import type { ReviewHost } from '../review-host.ts';
import { displayPath, listFiles } from './disk-files.ts';
import { DiskProjectFiles } from './disk-project-files.ts';
import { DiskProjects } from './disk-projects.ts';
import { DiskSettings } from './disk-settings.ts';
import { createSourceReader, type ReadSource } from './read-source.ts';

/** The files that a command works on, and their agents. */
export interface Workspace {
  /** Absolute paths of all files in a supported language, without duplicates, sorted. */
  readonly files: readonly string[];
  /**
   * Whether the path is probably wrong: it contains no supported files, and no agent project is in or around
   * it.
   */
  readonly isElsewhere: boolean;
  readonly read: ReadSource;
  /** Undefined outside any agent project, and in an invalid one, which is reported once. */
  agentOf(absolutePath: string): AgentProject | undefined;
  /** Formats a file's URI for reports. */
  displayPath(uri: string): string;
  /** All files of the agent's project, including those that the command doesn't work on. Read on demand. */
  filesOf(agent: AgentProject, analyzer: Pick<Analyzer, 'parse'>): FilesOfAgent;
}

export interface FilesOfAgent extends ProjectFiles {
  /** If other files refer to this parsed file, they get this same object. */
  adopt(file: ParsedFile): void;
}

/** @throws ReviewError if one of the paths does not exist */
function openWorkspace(
  paths: readonly string[],
  analyzer: Pick<Analyzer, 'mayHoldReferences'>,
  { cwd, note }: Pick<ReviewHost, 'cwd' | 'note'>,
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
 * Opens a command's files, and configures the analyzer with their settings. A file for which `matters`
 * returns true is read even if it contains no references. @throws ReviewError if one of the paths does not exist
 */
export function openAnalyzed(
  paths: readonly string[],
  host: Pick<ReviewHost, 'cwd' | 'note'>,
  matters: (text: string) => boolean = () => false,
): Analyzed {
  // The files must be listed first, because their settings determine which functions read secrets.
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

/** Returns the agents whose code is in `paths`, sorted by folder. @throws ReviewError */
export function agentsIn(
  paths: readonly string[],
  host: Pick<ReviewHost, 'cwd' | 'note'>,
): readonly AgentProject[] {
  const { workspace } = openAnalyzed(paths, host);
  const agents = workspace.files.flatMap((file) => workspace.agentOf(file) ?? []);
  const byFolder = new Map(agents.map((agent) => [agent.rootUri, agent]));
  return [...byFolder.values()].toSorted((one, other) => (one.rootUri < other.rootUri ? -1 : 1));
}
