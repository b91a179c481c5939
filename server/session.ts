import type { MessageConnection } from 'vscode-jsonrpc';
import type { Diagnostic, InitializeParams } from 'vscode-languageserver';
import {
  type Analyzer,
  createAnalyzer,
  createAnalyzerByFile,
  type FileContext,
  type ProjectFiles,
  type Speech,
} from '../analysis/index.ts';
import type { AgentProject } from '../contracts/agent-project.ts';
import { lspMessages, type UsesChangedParams } from '../contracts/lsp-messages.ts';
import { clientCatalogSource, snapshotCatalogSource } from './catalog-sources.ts';
import { Catalogs, type CatalogSource } from './catalogs.ts';
import {
  clientSupport,
  type ClientSupport,
  serverOptions,
  speechFor,
  workspaceFolders,
} from './client-support.ts';
import { askForConfiguration } from './configuration.ts';
import { contextFor } from './context.ts';
import { Credentials, type CredentialsOptions } from './credentials.ts';
import { createDelivery, type DiagnosticsDelivery } from './diagnostics.ts';
import { Documents } from './documents.ts';
import { concernsServer, filesBelow, maybeFolders } from './files-below.ts';
import type { FileSystem } from './files.ts';
import { guardNotification } from './guard.ts';
import type { Log } from './log.ts';
import { createProgress } from './progress.ts';
import { LiveProjects } from './live-projects.ts';
import { SettingsFiles } from './settings-files.ts';
import { Projects } from './projects.ts';
import { toDiagnostic } from './to-lsp.ts';
import { Typing } from './typing.ts';
import { canonicalFolder, isNotebookCell } from './uris.ts';
import { ProjectUses } from './project-uses.ts';
import { createViews, type Views } from './views.ts';
import { within } from './within.ts';

export interface SessionOptions {
  readonly connection: MessageConnection;
  readonly params: InitializeParams;
  readonly files: FileSystem;
  /** @throws when there is no such file */
  readonly readText: (path: string) => Promise<string>;
  readonly log: Log;
  readonly loadDetector: CredentialsOptions['load'];
}

/** Longest waits, in milliseconds, for what usually is there at once. */
const patience = { scan: 200, answer: 200, onlyAnswer: 1000, staleAnswer: 10_000 } as const;

/** What lives from `initialize` to `exit`: the parts, wired once. */
export class Session {
  readonly support: ClientSupport;
  /** How the person is spoken to. */
  readonly speech: Speech;
  /** Whether the client has the commands that fixes may run. */
  readonly clientCommands: boolean;
  readonly documents: Documents;
  readonly catalogs: Catalogs;
  /** The texts of the agents that somebody works at. */
  readonly sources: LiveProjects;
  readonly uses: ProjectUses;
  readonly delivery: DiagnosticsDelivery;
  readonly typing: Typing;
  /** The agent that a person chose by hand. */
  pinnedAgent: AgentProject | undefined;
  readonly views: Views;
  readonly #options: SessionOptions;
  readonly #credentials: Credentials;
  readonly #settings: SettingsFiles;
  #projects: Projects;
  #folders: readonly string[];
  #scanned: Promise<void>;
  #analyzer: Analyzer = createAnalyzer();
  #functions = '';
  #editorFunctions: readonly string[] = [];

  constructor(options: SessionOptions) {
    const { connection, params, files, log } = options;
    this.#options = options;
    this.#folders = workspaceFolders(params);
    this.support = clientSupport(params);
    this.speech = speechFor(params);
    this.clientCommands = serverOptions(params).clientCommands === true;
    this.documents = new Documents(this.#analyzer, log);
    this.#projects = new Projects(files);
    // While other agents' answers are on their way, one refresh will do for all.
    const isBusy = (): boolean => this.catalogs.isAsking;
    this.views = createViews(connection, this.support.refreshableViews, isBusy);
    this.delivery = createDelivery({
      connection,
      support: this.support,
      diagnose: (uri) => this.diagnose(uri),
      openUris: () => this.documents.uris(),
      isBusy,
      log,
    });
    this.typing = new Typing({ now: () => performance.now(), settled: () => this.delivery.refresh() });
    this.catalogs = new Catalogs({
      source: catalogSource(options),
      changed: () => this.#refresh(),
      failed: (agentId, reason) => log.warn(`No catalog of agent “${agentId}”: ${sentenceOf(reason)}`),
      staleMs: patience.staleAnswer,
      patienceMs: this.#asksOnce() ? patience.onlyAnswer : patience.answer,
    });
    this.#credentials = new Credentials({
      load: options.loadDetector,
      failed: () => log.warn('The detector of credentials is not there; nothing is said about them.'),
    });
    this.#settings = new SettingsFiles({
      files,
      problem: (sentence) => log.warn(sentence),
      functionsChanged: () => this.#useFunctions(),
    });
    const progress = createProgress(connection, this.support.progress, this.speech.say);
    this.sources = new LiveProjects({
      files,
      projects: () => this.#projects,
      documents: this.documents,
      analyzer: () => this.#analyzer,
      progress,
      disturbed: (agentId, uris) => this.uses.disturbed(agentId, uris),
      refresh: () => this.#refresh(),
      failed: (error) => log.warn(`Reading an agent’s files failed: ${sentenceOf(error)}`),
    });
    this.uses = new ProjectUses({
      projects: () => this.#projects,
      sources: this.sources,
      analyzer: this.#analyzer,
      progress,
      changed: (agentIds) => this.#announceUses(agentIds),
      failed: (error) => log.warn(`Counting uses failed: ${sentenceOf(error)}`),
    });
    this.#scanned = this.#startScan();
  }

  get analyzer(): Analyzer {
    return this.#analyzer;
  }

  /** Once the project files of the workspace have been met, or that takes too long to wait for. */
  async projects(): Promise<Projects> {
    await this.#scanned;
    return this.#projects;
  }

  /** What is known where the file stands; waits a moment for a first catalog, never for a vault. */
  async contextOf(uri: string): Promise<FileContext> {
    const agent = await this.#agentOf(uri);
    const knowledge = agent && (await this.catalogs.knowledgeSoon(agent.agentId));
    const settings = agent && (await this.#settings.of(uri));
    return contextFor(agent, knowledge, agent && this.#filesAround(uri, agent), settings, this.speech);
  }

  /** The same for what a person is about to write: outside of any agent it is for the pinned one. */
  async completionContextOf(uri: string): Promise<FileContext> {
    const context = await this.contextOf(uri);
    const pinned = context.agent === undefined ? this.pinnedAgent : undefined;
    if (pinned === undefined || (await this.#projects.agentOf(uri)).problem !== undefined) return context;
    return contextFor(
      pinned,
      await this.catalogs.knowledgeSoon(pinned.agentId),
      undefined,
      undefined,
      this.speech,
    );
  }

  /** An editor that can be told to ask again gets its answer at once; for others this is the last word. */
  async diagnose(uri: string): Promise<Diagnostic[]> {
    const known = this.#asksOnce() ? await this.#contextInFull(uri) : await this.contextNow(uri);
    const context = await this.withCredentials(uri, known);
    const file = this.documents.file(uri);
    const found = file === undefined ? [] : this.#analyzer.findings(file, context).map(toDiagnostic);
    return this.support.diagnosticRefresh ? this.typing.judged(uri, found) : found;
  }

  /** What findings need beside the rest: credentials in the text, if it looks like holding any. */
  async withCredentials(uri: string, context: FileContext): Promise<FileContext> {
    const file = context.agent && this.documents.file(uri);
    const credentials = file && (await this.#credentials.in(file));
    // Edited meanwhile: the places are those of another text.
    return credentials && this.documents.file(uri) === file ? { ...context, credentials } : context;
  }

  /** Without waiting for names; asks for them if nobody did. */
  async contextNow(uri: string): Promise<FileContext> {
    const agent = await this.#agentOf(uri);
    const settings = agent && (await this.#settings.of(uri));
    const knowledge = agent && this.catalogs.knowledge(agent.agentId);
    return contextFor(agent, knowledge, agent && this.#filesAround(uri, agent), settings, this.speech);
  }

  /** Project files of these folders are read anew. */
  setFolders(change: { readonly added: readonly string[]; readonly removed: readonly string[] }): void {
    const kept = this.#folders.filter((folder) => !change.removed.includes(folder));
    this.#folders = [...kept, ...change.added];
    for (const folder of change.removed) this.#settings.forgetBelow(canonicalFolder(folder));
    this.#projects = new Projects(this.#options.files);
    this.#scanned = this.#startScan();
    this.#projectsChanged();
  }

  /** A folder among them stands for the files in it: those that were known, and those that are there. */
  async filesChanged(given: readonly string[]): Promise<void> {
    const uris = given.map(canonicalFolder);
    const folders = maybeFolders(uris, this.#folders.map(canonicalFolder));
    const parts = [this.#projects, this.#settings, this.sources, this.uses];
    const known = folders.flatMap((folder) => parts.flatMap((part) => part.filesBelow(folder)));
    await this.#readAgain([...new Set([...uris.filter(concernsServer), ...known])]);
    const there = await Promise.all(folders.map((folder) => filesBelow(folder, this.#options.files)));
    await this.#readAgain(there.flat());
  }

  async readConfiguration(): Promise<void> {
    if (!this.support.configuration) return;
    const { functions, rules } = await askForConfiguration(this.#options.connection);
    this.#editorFunctions = functions;
    this.#useFunctions();
    if (this.#settings.useEditorRules(rules)) this.#refresh();
  }

  async #readAgain(uris: readonly string[]): Promise<void> {
    if (await this.#projects.filesChanged(uris)) this.#projectsChanged();
    else this.sources.filesChanged(uris);
    if (await this.#settings.filesChanged(uris)) this.#refresh();
  }

  /** Those of the editor's settings, and of the settings files met so far for the files below them. */
  #useFunctions(): void {
    const functions = this.#settings.functions(this.#editorFunctions);
    if (functions.identity === this.#functions) return;
    this.#functions = functions.identity;
    this.#analyzer = createAnalyzerByFile(functions);
    this.documents.useAnalyzer(this.#analyzer);
    this.sources.reset();
    this.uses.reset(this.#analyzer);
    this.#refresh();
  }

  /**
   * Only a file that may read secrets has its agent's other files read; a notebook runs somewhere else.
   */
  #filesAround(uri: string, agent: AgentProject): ProjectFiles | undefined {
    if (isNotebookCell(uri)) return undefined;
    const live = this.sources.ifLive(agent) !== undefined;
    const file = live ? undefined : this.documents.file(uri);
    const reads = file !== undefined && this.#analyzer.mayHoldReferences(file.text, file.languageId);
    return live || reads ? this.sources.of(agent) : undefined;
  }

  async #contextInFull(uri: string): Promise<FileContext> {
    const context = await this.contextOf(uri);
    const { agent, project } = context;
    if (agent && project) await within(this.sources.read(agent), patience.onlyAnswer);
    return context;
  }

  /** Findings may be others now, and what is shown beside the text. */
  #refresh(): void {
    this.delivery.refresh();
    this.views.refresh();
    const shown = this.uses.shown();
    if (shown.length > 0) this.#announceUses(shown);
  }

  #projectsChanged(): void {
    this.sources.reset();
    this.uses.reset();
    this.#refresh();
  }

  #asksOnce(): boolean {
    return this.support.pullDiagnostics && !this.support.diagnosticRefresh;
  }

  async #agentOf(uri: string): Promise<AgentProject | undefined> {
    const projects = await this.projects();
    return (await projects.agentOf(uri)).agent;
  }

  /** Resolves with the scan, or when waiting for it has lasted long enough. */
  #startScan(): Promise<void> {
    const projects = this.#projects;
    const scan = guardNotification(this.#options.log, 'looking for projects', async () => {
      await projects.scan(this.#folders, (folder) => this.#settings.meet(folder));
      if (projects.hasSharedIds()) this.#projectsChanged();
    });
    return within(scan(undefined), patience.scan);
  }

  #announceUses(agentIds: readonly string[]): void {
    const params: UsesChangedParams = { agentIds };
    this.#options.connection
      .sendNotification(lspMessages.usesChanged, params)
      // A connection that is closing needs no news.
      .catch(() => undefined);
  }
}

function catalogSource({ connection, params, readText }: SessionOptions): CatalogSource {
  const { catalogFile } = serverOptions(params);
  if (catalogFile === undefined) return clientCatalogSource(connection);
  return snapshotCatalogSource(catalogFile, readText, (message) => {
    connection.sendNotification('window/showMessage', { type: errorMessage, message }).catch(() => undefined);
  });
}

/** The protocol's `MessageType.Error`. */
const errorMessage = 1;

function sentenceOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
