import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { URI } from 'vscode-uri';
import {
  type Analyzer,
  createAnalyzer,
  createAnalyzerByFile,
  isGenerated,
  tooFarSentence,
} from '../../analysis/index.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { ReviewHost } from '../host/review-host.ts';
import { BufferReader } from './buffer-reader.ts';
import type { FilesOfAgent } from './files-of-agent.ts';
import { displayPath, listFiles, listProjectFiles } from './disk-files.ts';
import { DiskProjectFiles, isScanned } from './disk-project-files.ts';
import { DiskProjects } from './disk-projects.ts';
import { DiskSettings } from './disk-settings.ts';
import { diskTree, type FileTree } from './file-tree.ts';
import { createNotebookReader, type ReadNotebook } from './read-notebook.ts';
import { createSourceReader, type ReadSource } from './read-source.ts';
import { rememberedTree } from './remembered-tree.ts';
import { SourceScans } from './source-scans.ts';

/** The files that a command works on, and their agents. */
export interface Workspace {
  /** Absolute paths of all files in a supported language, without duplicates, sorted. */
  readonly files: readonly string[];
  /**
   * Whether the path is probably wrong: it contains no supported files, and no agent project is in or around
   * it.
   */
  readonly isElsewhere: boolean;
  /**
   * Scans all files at once, if there are many. Afterwards, `read` skips those in which a check finds
   * nothing.
   */
  scanAhead(): Promise<void>;
  /** Whether a file reads environment variables at most. Known only of files that were looked at ahead. */
  readsOnlyVariables(absolutePath: string): boolean;
  readonly read: ReadSource;
  /** Absolute paths of notebooks, sorted. */
  readonly notebooks: readonly string[];
  readonly readNotebook: ReadNotebook;
  /** Undefined outside any agent project, and in an invalid one, which is reported once. */
  agentOf(absolutePath: string): AgentProject | undefined;
  /** Whether a project file cannot be used, so that the code of an agent is not checked. */
  readonly hasUnusableProject: () => boolean;
  uriOf(absolutePath: string): string;
  /** Formats a file's URI for reports. */
  displayPath(uri: string): string;
  /** Whether a reported path is at or below one of the paths that the command works on. */
  isWithin(reportedPath: string): boolean;
  /** Whether all files of the agent's project are in `files`. */
  isWhole(agent: AgentProject): boolean;
  /** All files of the agent's project, including those that the command doesn't work on. Read on demand. */
  filesOf(agent: AgentProject, analyzer: Pick<Analyzer, 'parse'>): FilesOfAgent;
}

/** The context that files need from a command. */
type HostOfFiles = Pick<ReviewHost, 'cwd' | 'note' | 'leftOut' | 'scanFiles'>;

/** @throws ReviewError if one of the paths does not exist */
function openWorkspace(
  paths: readonly string[],
  analyzer: Pick<Analyzer, 'mayHoldReferences'>,
  host: HostOfFiles,
  tree: FileTree,
  readers: () => readonly string[],
): Workspace {
  const { cwd, note } = host;
  const given = paths.length === 0 ? ['.'] : paths;
  const { sources, notebooks: allNotebooks, projectFiles } = listFiles(given, { cwd, note }, tree);
  const projects = new DiskProjects(projectFiles, note, tree);
  const reader = new BufferReader(tree);
  const scans = new SourceScans({ tree, reader, readers, scanFiles: host.scanFiles });
  const projectFilesOf = new DiskProjectFiles({ tree, reader, scans });
  const files = sources.filter((file) => !isGenerated(file));
  const notebooks = allNotebooks.filter((file) => !isGenerated(file));
  const isInAgent = (one: string): boolean => projects.agentOf(path.resolve(cwd, one)) !== undefined;
  return {
    files,
    isElsewhere:
      files.length === 0 && notebooks.length === 0 && projectFiles.length === 0 && !given.some(isInAgent),
    scanAhead: () => scans.ahead(files.filter((file) => isScanned(file))),
    readsOnlyVariables: (absolutePath) => scans.readsOnlyVariables(absolutePath),
    read: createSourceReader(analyzer, host, tree, reader, scans),
    notebooks,
    readNotebook: createNotebookReader(analyzer, host, tree),
    agentOf: (absolutePath) => projects.agentOf(path.dirname(absolutePath)),
    hasUnusableProject: () => projects.unusable > 0,
    uriOf: (absolutePath) => URI.file(absolutePath).toString(),
    isWithin: (reported) =>
      given.some((one) => isAtOrBelow(path.resolve(cwd, reported), path.resolve(cwd, one))),
    isWhole: ({ rootUri }) => {
      const root = fileURLToPath(rootUri);
      return given.some((one) => isAtOrBelow(root, path.resolve(cwd, one)));
    },
    displayPath: (uri) => displayPath(fileURLToPath(uri), cwd),
    filesOf: (agent, parser) => projectFilesOf.of(agent, parser),
  };
}

function isAtOrBelow(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
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
  host: HostOfFiles,
  matters: (text: string) => boolean = () => false,
  tree: FileTree = diskTree,
): Analyzed {
  // The files must be listed first, because their settings determine which functions read secrets.
  let analyzer = createAnalyzer();
  const latest: Pick<Analyzer, 'mayHoldReferences' | 'parse'> = {
    mayHoldReferences: (...given) => analyzer.mayHoldReferences(...given) || matters(given[0]),
    parse: (...given) => analyzer.parse(...given),
  };
  let readers: readonly string[] = [];
  const files = rememberedTree(tree);
  const workspace = openWorkspace(paths, latest, host, files, () => readers);
  const settings = new DiskSettings(host, files);
  const functions = settings.functionsOf([...workspace.files, ...workspace.notebooks]);
  ({ readers } = functions);
  analyzer = createAnalyzerByFile(functions, {
    gaveUp: ({ uri, range }) =>
      host.note(`note: ${tooFarSentence(visible(workspace.displayPath(uri)), range.start.line)}`),
    gaveUpOnValues: (uri) => host.leftOut?.(displayPath(fileOf(uri), host.cwd), tooComplex),
  });
  return { analyzer, workspace, settings };
}

/** Why values may reach more places in a file than the reported ones. */
export const tooComplex = 'is too complex to follow all values in it';

/** Also of a cell in a notebook. */
function fileOf(uri: string): string {
  return fileURLToPath(uri.replace(/^vscode-notebook-cell:/, 'file://').replace(/#.*$/, ''));
}

/** Returns the agents whose code is in `paths`, sorted by folder. @throws ReviewError */
export function agentsIn(
  paths: readonly string[],
  host: Pick<ReviewHost, 'cwd' | 'note'>,
): readonly AgentProject[] {
  const { workspace } = openAnalyzed(paths, host);
  return byFolder(workspace.files.flatMap((file) => workspace.agentOf(file) ?? []));
}

/** Returns the agents in and around a folder, sorted by folder: also those that contain no code yet. */
export function agentsAround(folder: string, { note }: Pick<ReviewHost, 'note'>): readonly AgentProject[] {
  const projectFiles = listProjectFiles(folder, { note });
  const projects = new DiskProjects(projectFiles, note);
  const folders = [folder, ...projectFiles.map((file) => path.dirname(file))];
  return byFolder(folders.flatMap((one) => projects.agentOf(one) ?? []));
}

function byFolder(agents: readonly AgentProject[]): readonly AgentProject[] {
  const unique = new Map(agents.map((agent) => [agent.rootUri, agent]));
  return [...unique.values()].toSorted((one, other) => (one.rootUri < other.rootUri ? -1 : 1));
}
