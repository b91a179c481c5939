import type { AgentProject } from '../contracts/agent-project.ts';
import type { FileSystem } from './platform/files.ts';
import { guardNotification } from './guard.ts';
import type { Log } from './log.ts';
import { Projects } from './projects.ts';
import type { SettingsFiles } from './settings-files.ts';
import { canonicalFolder } from './uris.ts';
import { withTimeout } from './timing.ts';

export interface WorkspaceProjectsOptions {
  readonly folders: readonly string[];
  readonly files: FileSystem;
  /** Receives the settings files found by the scan. */
  readonly settings: SettingsFiles;
  /** Called when files may belong to different agents than before. */
  readonly changed: () => void;
  readonly log: Log;
}

/** How long requests wait for the first scan of the workspace, in milliseconds. */
const patienceMs = 200;

/** The folders of the workspace and the projects found in them. */
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

  get current(): Projects {
    return this.#projects;
  }

  /** Resolves once the project files of the workspace have been found, or after the timeout. */
  async ready(): Promise<Projects> {
    await this.#scanned;
    return this.#projects;
  }

  async agentOf(uri: string): Promise<AgentProject | undefined> {
    const projects = await this.ready();
    return (await projects.agentOf(uri)).agent;
  }

  scan(): void {
    const projects = this.#projects;
    const scan = guardNotification(this.#options.log, 'looking for projects', async () => {
      await projects.scan(this.#folders, (folder) => this.#options.settings.register(folder));
      if (projects.hasSharedIds()) this.#options.changed();
    });
    this.#scanned = withTimeout(scan(undefined), patienceMs);
  }

  /** Reads the project files in these folders again. */
  setFolders(change: { readonly added: readonly string[]; readonly removed: readonly string[] }): void {
    const kept = this.#folders.filter((folder) => !change.removed.includes(folder));
    this.#folders = [...kept, ...change.added];
    for (const folder of change.removed) this.#options.settings.forgetBelow(canonicalFolder(folder));
    this.#projects = new Projects(this.#options.files);
    this.scan();
    this.#options.changed();
  }
}
