import type { AgentProject } from '../contracts/agent-project.ts';
import type { FileSystem } from './platform/files.ts';
import { guardNotification } from './guard.ts';
import type { Log } from './log.ts';
import { Projects } from './projects.ts';
import type { SettingsFiles } from './settings-files.ts';
import { canonicalFolder } from './uris.ts';
import { withTimeout } from './with-timeout.ts';

export interface WorkspaceProjectsOptions {
  readonly folders: readonly string[];
  readonly files: FileSystem;
  /** Hears of the settings files that are met on the way. */
  readonly settings: SettingsFiles;
  /** Files may belong to other agents now. */
  readonly changed: () => void;
  readonly log: Log;
}

/** How long questions wait for the first look at the workspace, in milliseconds. */
const patienceMs = 200;

/** The folders of the workspace, and the projects that are met in them. */
export class WorkspaceProjects {
  readonly #options: WorkspaceProjectsOptions;
  #folders: readonly string[];
  #projects: Projects;
  #scanned: Promise<void> = Promise.resolve();

  constructor(options: WorkspaceProjectsOptions) {
    this.#options = options;
    this.#folders = options.folders;
    this.#projects = new Projects(options.files);
  }

  get folders(): readonly string[] {
    return this.#folders.map(canonicalFolder);
  }

  /** Those met so far. */
  get current(): Projects {
    return this.#projects;
  }

  /** Once the project files of the workspace have been met, or that takes too long to wait for. */
  async met(): Promise<Projects> {
    await this.#scanned;
    return this.#projects;
  }

  async agentOf(uri: string): Promise<AgentProject | undefined> {
    const projects = await this.met();
    return (await projects.agentOf(uri)).agent;
  }

  /** Looks for projects in all folders. */
  scan(): void {
    const projects = this.#projects;
    const scan = guardNotification(this.#options.log, 'looking for projects', async () => {
      await projects.scan(this.#folders, (folder) => this.#options.settings.meet(folder));
      if (projects.hasSharedIds()) this.#options.changed();
    });
    this.#scanned = withTimeout(scan(undefined), patienceMs);
  }

  /** Project files of these folders are read anew. */
  setFolders(change: { readonly added: readonly string[]; readonly removed: readonly string[] }): void {
    const kept = this.#folders.filter((folder) => !change.removed.includes(folder));
    this.#folders = [...kept, ...change.added];
    for (const folder of change.removed) this.#options.settings.forgetBelow(canonicalFolder(folder));
    this.#projects = new Projects(this.#options.files);
    this.scan();
    this.#options.changed();
  }
}
