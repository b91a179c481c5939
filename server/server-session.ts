import type { MessageConnection } from 'vscode-jsonrpc';
import type { CodeLens, Diagnostic, InitializeParams } from 'vscode-languageserver';
import {
  type Analyzer,
  type AnalyzerOptions,
  createAnalyzer,
  createAnalyzerByFile,
  type ParsedFile,
  type ProjectFiles,
  type UserLanguage,
  tooFarSentence,
} from '../analysis/index.ts';
import {
  type FindingsChangedParams,
  lspMessages,
  type UsesChangedParams,
} from '../contracts/lsp-messages.ts';
import { clientCatalogSource, snapshotCatalogSource } from './catalog-sources.ts';
import { Catalogs, type CatalogSource } from './catalogs.ts';
import {
  askForConfiguration,
  clientSupport,
  type ClientSupport,
  serverOptions,
  userLanguageOf,
  workspaceFolders,
} from './client-support.ts';
import type { ReviewChanges } from './changes/child-request.ts';
import { Credentials, type CredentialsOptions } from './credentials.ts';
import { createDelivery, type DiagnosticsDelivery } from './diagnostics.ts';
import { Documents } from './documents.ts';
import { FileContexts } from './file-contexts.ts';
import { concernsServer, filesBelow, maybeFolders } from './files-below.ts';
import type { FileSystem } from './platform/files.ts';
import { LateFindings } from './late-findings.ts';
import type { Log } from './log.ts';
import { createProgress } from './progress.ts';
import { Preparation } from './preparation.ts';
import { ProjectFileCache } from './project-file-cache.ts';
import { SettingsFiles } from './settings-files.ts';
import { Typing } from './typing.ts';
import { canonicalFolder, displayPath } from './uris.ts';
import { ReferenceIndex } from './reference-index.ts';
import { createViews, type Views } from './views.ts';
import { WorkspaceDiagnostics } from './workspace-diagnostics.ts';
import { WorkspaceProjects } from './workspace-projects.ts';

export interface SessionOptions {
  readonly connection: MessageConnection;
  readonly params: InitializeParams;
  readonly files: FileSystem;
  /** @throws if the file does not exist */
  readonly readText: (path: string) => Promise<string>;
  readonly log: Log;
  readonly loadDetector: CredentialsOptions['load'];
  readonly reviewChanges: ReviewChanges | undefined;
}

/** Timeouts, in milliseconds, for results that are usually available immediately. */
const patience = { answer: 200, onlyAnswer: 1000, staleAnswer: 10_000 } as const;

/** Values are followed once the user has paused for this long, in milliseconds. */
const quietMs = 150;

/** Everything that lives from `initialize` to `exit`, wired together once. */
export class ServerSession {
  readonly support: ClientSupport;
  /** The user's language and translations. */
  readonly userLanguage: UserLanguage;
  /** Whether the client has the commands that fixes use. */
  readonly clientCommands: boolean;
  readonly documents: Documents;
  readonly workspace: WorkspaceProjects;
  readonly catalogs: Catalogs;
  readonly projectFiles: ProjectFileCache;
  readonly index: ReferenceIndex;
  readonly delivery: DiagnosticsDelivery;
  readonly preparation: Preparation;
  readonly lateFindings: LateFindings;
  readonly typing: Typing;
  readonly workspaceDiagnostics = new WorkspaceDiagnostics();
  /** The code lenses that were returned last, by file. */
  readonly lensesOf = new Map<string, readonly CodeLens[]>();
  readonly contexts: FileContexts;
  readonly views: Views;
  readonly #options: SessionOptions;
  readonly #settings: SettingsFiles;
  readonly #analyzerOptions: Pick<AnalyzerOptions, 'gaveUp'>;
  #analyzer: Analyzer;
  #functions = '';
  #editorFunctions: readonly string[] = [];

  constructor(options: SessionOptions) {
    const { connection, params, files, log } = options;
    this.#options = options;
    this.#analyzerOptions = {
      gaveUp: ({ uri, range }) => log.warn(tooFarSentence(displayPath(uri), range.start.line)),
    };
    this.#analyzer = createAnalyzer(this.#analyzerOptions);
    this.support = clientSupport(params);
    this.userLanguage = userLanguageOf(params);
    this.clientCommands = serverOptions(params).clientCommands === true;
    this.documents = new Documents(this.#analyzer, log);
    this.preparation = new Preparation(() => this.#analyzer, this.documents);
    // While responses for other agents are pending, one refresh covers them all.
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
    this.lateFindings = new LateFindings({
      analyzer: () => this.#analyzer,
      preparation: this.preparation,
      documents: this.documents,
      changed: (uri) => this.#findingsChanged(uri),
      isFinal: this.#asksOnce(),
      quietMs,
    });
    this.typing = new Typing({
      now: () => performance.now(),
      knowsCursor: serverOptions(params).tellsCursor === true,
      settled: (uri) => this.#wordSettled(uri),
    });
    this.catalogs = new Catalogs({
      source: catalogSource(options),
      changed: () => this.#refresh(),
      failed: (agentId, reason) => log.warn(`No catalog of agent "${agentId}": ${sentenceOf(reason)}`),
      staleMs: patience.staleAnswer,
      patienceMs: this.#asksOnce() ? patience.onlyAnswer : patience.answer,
    });
    this.#settings = new SettingsFiles({
      files,
      problem: (sentence) => log.warn(sentence),
      functionsChanged: () => this.#useFunctions(),
    });
    this.workspace = new WorkspaceProjects({
      folders: workspaceFolders(params),
      files,
      settings: this.#settings,
      changed: () => this.#projectsChanged(),
      log,
    });
    const progress = createProgress(connection, this.support.progress, this.userLanguage.translate);
    this.projectFiles = new ProjectFileCache({
      files,
      projects: () => this.workspace.current,
      documents: this.documents,
      analyzer: () => this.#analyzer,
      progress,
      invalidated: (agentId, uris) => this.index.invalidated(agentId, uris),
      refresh: () => this.#refresh(),
      failed: (error) => log.warn(`Reading an agent’s files failed: ${sentenceOf(error)}`),
    });
    this.index = new ReferenceIndex({
      projects: () => this.workspace.current,
      projectFiles: this.projectFiles,
      analyzer: this.#analyzer,
      prepare: (file, project) => this.preparation.names(file, project),
      isUnfinished: (file, project) => this.isWordUnfinished(file, project),
      progress,
      changed: (agentIds) => this.#announceUses(agentIds),
      failed: (error) => log.warn(`Counting uses failed: ${sentenceOf(error)}`),
    });
    this.contexts = new FileContexts({
      workspace: this.workspace,
      catalogs: this.catalogs,
      settings: this.#settings,
      projectFiles: this.projectFiles,
      documents: this.documents,
      credentials: new Credentials({
        load: options.loadDetector,
        failed: () =>
          log.warn('The credential detector is not installed, so credentials in code are not reported.'),
      }),
      analyzer: () => this.#analyzer,
      userLanguage: this.userLanguage,
    });
    this.workspace.scan();
  }

  /** Undefined if the runtime can't start processes. */
  get reviewChanges(): ReviewChanges | undefined {
    return this.#options.reviewChanges;
  }

  get analyzer(): Analyzer {
    return this.#analyzer;
  }

  /**
   * If the editor supports refresh requests, it gets a result immediately and updates later; other editors
   * get only this result.
   */
  async diagnose(uri: string): Promise<Diagnostic[]> {
    const known = this.#asksOnce() ? await this.contexts.inFull(uri) : await this.contexts.now(uri);
    await this.preparation.named(uri, known);
    const context = await this.contexts.withCredentials(uri, known);
    const file = this.documents.file(uri);
    const found = file === undefined ? [] : await this.lateFindings.in(uri, file, context);
    return this.support.diagnosticRefresh ? this.typing.withoutUnfinished(uri, found) : found;
  }

  /** Whether a secret's name in the file is being typed. */
  isWordUnfinished(file: ParsedFile, project: ProjectFiles | undefined): boolean {
    return this.#analyzer
      .references(file, project)
      .some(({ span }) => this.typing.isUnfinished(file.uri, file.rangeOf(span)));
  }

  /** A URI that is a folder stands for the files in it, both known and existing ones. */
  async filesChanged(given: readonly string[]): Promise<void> {
    const uris = given.map(canonicalFolder);
    const folders = maybeFolders(uris, this.workspace.folders);
    const parts = [this.workspace.current, this.#settings, this.projectFiles, this.index];
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
    if (await this.workspace.current.filesChanged(uris)) this.#projectsChanged();
    else this.projectFiles.filesChanged(uris);
    if (await this.#settings.filesChanged(uris)) this.#refresh();
  }

  /**
   * Uses the functions declared in the editor's settings, and those declared in the settings files found so
   * far, each for the files below it.
   */
  #useFunctions(): void {
    const functions = this.#settings.functions(this.#editorFunctions);
    if (functions.identity === this.#functions) return;
    this.#functions = functions.identity;
    this.#analyzer = createAnalyzerByFile(functions, this.#analyzerOptions);
    this.documents.useAnalyzer(this.#analyzer);
    this.projectFiles.reset();
    this.index.reset(this.#analyzer);
    this.#refresh();
  }

  /** Findings and the views next to the code may have changed. */
  #refresh(): void {
    this.delivery.refresh();
    this.workspaceDiagnostics.changed();
    this.views.refresh();
    const shown = this.index.shown();
    if (shown.length > 0) this.#announceUses(shown);
  }

  #projectsChanged(): void {
    this.projectFiles.reset();
    this.index.reset();
    this.#refresh();
  }

  #asksOnce(): boolean {
    return this.support.pullDiagnostics && !this.support.diagnosticRefresh;
  }

  #findingsChanged(uri: string): void {
    this.workspaceDiagnostics.changed();
    if (serverOptions(this.#options.params).fileRefresh !== true) return this.delivery.refresh();
    const params: FindingsChangedParams = { uri };
    this.#options.connection.sendNotification(lspMessages.findingsChanged, params).catch(() => undefined);
  }

  #wordSettled(uri: string): void {
    this.#findingsChanged(uri);
    this.index.wordSettled(uri);
    this.views.refresh();
  }

  #announceUses(agentIds: readonly string[]): void {
    this.workspaceDiagnostics.changed();
    const params: UsesChangedParams = { agentIds };
    this.#options.connection
      .sendNotification(lspMessages.usesChanged, params)
      // A closing connection causes errors, which are ignored.
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
