import type { Analyzer, FileContext, FileSettings, ProjectFiles, UserLanguage } from '../analysis/index.ts';
import type { AgentProject } from '../contracts/agent-project.ts';
import type { Catalogs } from './catalogs.ts';
import type { Credentials } from './credentials.ts';
import type { Documents } from './documents.ts';
import type { ProjectFileCache } from './project-file-cache.ts';
import type { SettingsFiles } from './settings-files.ts';
import { isNotebookCell } from './uris.ts';
import { withTimeout } from './timing.ts';
import type { WorkspaceProjects } from './workspace-projects.ts';
import type { CatalogResult } from '../contracts/lsp-messages.ts';

export interface FileContextsOptions {
  readonly workspace: WorkspaceProjects;
  readonly catalogs: Catalogs;
  readonly settings: SettingsFiles;
  readonly projectFiles: ProjectFileCache;
  readonly documents: Documents;
  readonly credentials: Credentials;
  readonly analyzer: () => Analyzer;
  readonly userLanguage: UserLanguage;
}

/** How long a final response waits for the agent's other files, in milliseconds. */
const patienceMs = 1000;

/** The context of a file: its agent, that agent's catalog and files, and the settings. */
export class FileContexts {
  /** The agent that the user pinned. */
  pinnedAgent: AgentProject | undefined;
  readonly #options: FileContextsOptions;

  constructor(options: FileContextsOptions) {
    this.#options = options;
  }

  /** Does not wait for the catalog, but starts to request it. */
  async now(uri: string): Promise<FileContext> {
    const { workspace, catalogs, settings, userLanguage } = this.#options;
    const agent = await workspace.agentOf(uri);
    const chosen = agent && (await settings.of(uri));
    const knowledge = agent && catalogs.knowledge(agent.agentId);
    return contextFor(agent, knowledge, agent && this.#filesAround(uri, agent), chosen, userLanguage);
  }

  /** Waits briefly for the agent's first catalog, but never for the vault. */
  async soon(uri: string): Promise<FileContext> {
    const { workspace, catalogs, settings, userLanguage } = this.#options;
    const agent = await workspace.agentOf(uri);
    const knowledge = agent && (await catalogs.knowledgeSoon(agent.agentId));
    const chosen = agent && (await settings.of(uri));
    return contextFor(agent, knowledge, agent && this.#filesAround(uri, agent), chosen, userLanguage);
  }

  /** Also waits for the agent's other files, for editors that request findings only once. */
  async inFull(uri: string): Promise<FileContext> {
    const context = await this.soon(uri);
    const { agent, project } = context;
    if (agent && project) await withTimeout(this.#options.projectFiles.read(agent), patienceMs);
    return context;
  }

  /** The context for completion: for files that belong to no agent, uses the pinned agent. */
  async forCompletion(uri: string): Promise<FileContext> {
    const context = await this.soon(uri);
    const { workspace, catalogs, userLanguage } = this.#options;
    const pinned = context.agent === undefined ? this.pinnedAgent : undefined;
    if (pinned === undefined || (await workspace.current.agentOf(uri)).problem !== undefined) return context;
    const knowledge = await catalogs.knowledgeSoon(pinned.agentId);
    return contextFor(pinned, knowledge, undefined, undefined, userLanguage);
  }

  /** Adds the credentials in the file, which only findings need, if it looks as if it contains any. */
  async withCredentials(uri: string, context: FileContext): Promise<FileContext> {
    const { projectFiles, credentials } = this.#options;
    const file = context.agent && projectFiles.file(uri);
    const found = file && (await credentials.in(file));
    // If the file was edited in the meantime, the ranges belong to an older text.
    return found && projectFiles.file(uri) === file ? { ...context, credentials: found } : context;
  }

  /**
   * Other files of the agent are read only for a file that may read secrets. Notebooks run elsewhere, so they
   * have none.
   */
  #filesAround(uri: string, agent: AgentProject): ProjectFiles | undefined {
    const { projectFiles, documents, analyzer } = this.#options;
    if (isNotebookCell(uri)) return undefined;
    const live = projectFiles.ifLive(agent) !== undefined;
    const file = live ? undefined : documents.file(uri);
    const reads = file !== undefined && analyzer().mayHoldReferences(file.text, file.languageId);
    return live || reads ? projectFiles.of(agent) : undefined;
  }
}

/** What is currently known about a file; parts that are unknown are absent. */
function contextFor(
  agent: AgentProject | undefined,
  knowledge: CatalogResult | undefined,
  project: ProjectFiles | undefined,
  settings: FileSettings | undefined,
  userLanguage: UserLanguage,
): FileContext {
  return {
    ...(agent && { agent }),
    ...(knowledge && { knowledge }),
    ...(project && { project }),
    ...settings,
    now: new Date(),
    userLanguage,
  };
}
