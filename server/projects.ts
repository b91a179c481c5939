import { type AgentProject, isSkippedFolder, projectFileName } from '../contracts/agent-project.ts';
import type { AgentResult } from '../contracts/lsp-messages.ts';
import {
  type AgentProjectResult,
  isGenerated,
  parseAgentProject,
  projectSettingsFileName,
} from '../analysis/index.ts';
import { isAtOrBelow } from './files-below.ts';
import type { FileSystem } from './platform/files.ts';
import { canonicalFolder, childUri, displayPath, fileOf, folderUri, foldersAbove } from './uris.ts';

/** A folder tree with more folders than this is an entire disk, not a workspace. */
const mostFoldersScanned = 20_000;

type SettingsFound = (folder: string) => Promise<void>;

/** Determines which agent a file belongs to, based on the closest `project.yaml` above the file. */
export class Projects {
  readonly #files: FileSystem;
  /** By folder, including folders without a project. */
  readonly #folders = new Map<string, Promise<AgentProjectResult | undefined>>();
  readonly #found = new Set<string>();
  /** The folders that claim each agent ID; more than one is an error. */
  readonly #claims = new Map<string, Set<string>>();
  #scanned: Promise<void> = Promise.resolve();

  constructor(files: FileSystem) {
    this.#files = files;
  }

  async agentOf(uri: string): Promise<AgentResult> {
    for (const folder of foldersAbove(fileOf(uri))) {
      const project = await this.#projectIn(folder);
      if (project === undefined) continue;
      const isOld = 'agent' in project && (await this.#forgetOldClaims(project.agent.agentId));
      return isOld ? this.agentOf(uri) : this.#unlessShared(project);
    }
    return {};
  }

  /** Folders of the projects found so far that have this ID. */
  rootsOf(agentId: string): readonly string[] {
    return [...(this.#claims.get(agentId) ?? [])].toSorted();
  }

  /** True if two projects claim the same ID, which makes earlier results invalid. */
  hasSharedIds(): boolean {
    return [...this.#claims.values()].some((roots) => roots.size > 1);
  }

  agentIds(): readonly string[] {
    return [...this.#claims.keys()].filter((agentId) => this.rootsOf(agentId).length > 0).toSorted();
  }

  /**
   * Finds every project in the workspace folders, so that duplicate IDs are detected. `settingsFound` is
   * called for each folder that contains a settings file.
   */
  scan(workspaceFolders: readonly string[], settingsFound: SettingsFound): Promise<void> {
    return (this.#scanned = this.#scanAll(workspaceFolders, settingsFound));
  }

  /** Resolves once every project in the workspace has been found. */
  get scanned(): Promise<void> {
    return this.#scanned;
  }

  /** Known project files in a folder and its subfolders. */
  filesBelow(folder: string): readonly string[] {
    const folders = [...this.#found].filter((one) => isAtOrBelow(one, folder));
    return folders.map((one) => childUri(one, projectFileName));
  }

  /** Reads changed `project.yaml` files again. Returns true if any of the files was a project file. */
  async filesChanged(uris: readonly string[]): Promise<boolean> {
    const folders = uris.filter(isProjectFile).map(folderUri);
    for (const folder of folders) this.#forget(folder);
    await Promise.all(folders.map((folder) => this.#projectIn(folder)));
    return folders.length > 0;
  }

  async #scanAll(workspaceFolders: readonly string[], settingsFound: SettingsFound): Promise<void> {
    const waiting = workspaceFolders.map(canonicalFolder);
    for (let scanned = 0; scanned < mostFoldersScanned; scanned++) {
      const folder = waiting.shift();
      if (folder === undefined) return;
      waiting.push(...(await this.#scanFolder(folder, settingsFound)));
    }
  }

  async #scanFolder(folder: string, settingsFound: SettingsFound): Promise<readonly string[]> {
    const entries = await this.#files.list(folder);
    if (entries.some(({ name }) => name === projectFileName)) await this.#projectIn(folder);
    if (entries.some(({ name }) => name === projectSettingsFileName)) await settingsFound(folder);
    return entries
      .filter(({ name, isFolder }) => isFolder && !isSkippedFolder(name))
      .map(({ name }) => childUri(folder, name));
  }

  #projectIn(folder: string): Promise<AgentProjectResult | undefined> {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const reading = this.#read(folder);
    this.#folders.set(folder, reading);
    return reading;
  }

  async #read(folder: string): Promise<AgentProjectResult | undefined> {
    const project = await this.#onDisk(folder);
    if (project !== undefined) this.#found.add(folder);
    if (project !== undefined && 'agent' in project) this.#claim(project.agent);
    return project;
  }

  async #onDisk(folder: string): Promise<AgentProjectResult | undefined> {
    const bytes = await this.#files.read(childUri(folder, projectFileName));
    return bytes && parseAgentProject(new TextDecoder().decode(bytes), folder);
  }

  /**
   * Editors do not always report moved folders, so both folders are read again before a conflict is reported.
   */
  async #forgetOldClaims(agentId: string): Promise<boolean> {
    const roots = this.rootsOf(agentId);
    if (roots.length < 2) return false;
    const read = await Promise.all(roots.map(async (root) => [root, await this.#onDisk(root)] as const));
    const old = read.filter(
      ([, project]) => project === undefined || !('agent' in project) || project.agent.agentId !== agentId,
    );
    for (const [root] of old) this.#forget(root);
    return old.length > 0;
  }

  #claim({ agentId, rootUri }: AgentProject): void {
    if (isGenerated(`${rootUri}/`)) return;
    const roots = this.#claims.get(agentId) ?? new Set();
    this.#claims.set(agentId, roots.add(rootUri));
  }

  #forget(folder: string): void {
    this.#folders.delete(folder);
    this.#found.delete(folder);
    for (const roots of this.#claims.values()) roots.delete(folder);
  }

  #unlessShared(project: AgentProjectResult): AgentResult {
    if ('problem' in project) return project;
    const roots = this.rootsOf(project.agent.agentId);
    return roots.length > 1 ? { problem: sharedIdProblem(project.agent.agentId, roots) } : project;
  }
}

export function isProjectFile(uri: string): boolean {
  return uri.endsWith(`/${projectFileName}`);
}

function sharedIdProblem(agentId: string, roots: readonly string[]): string {
  const files = roots.map((root) => displayPath(childUri(root, projectFileName))).join(' and ');
  return `Two projects claim the agent id "${agentId}": ${files}. Give each its own project_id.`;
}
