import { type Analyzer, languageOf, type ParsedFile, ProjectFileStore } from '../analysis/index.ts';
import type { AgentProject } from '../contracts/agent-project.ts';
import type { Documents } from './documents.ts';
import { isAtOrBelow } from './files-below.ts';
import type { Progress } from './progress.ts';
import { SourceReader, type SourceReaderOptions } from './source-reader.ts';
import type { Projects } from './projects.ts';
import { canonicalUri, isNotebookCell } from './uris.ts';

export interface ProjectFileCacheOptions extends SourceReaderOptions {
  readonly analyzer: () => Analyzer;
  readonly projects: () => Projects;
  readonly documents: Documents;
  readonly progress: Progress;
  /** Called when results for these files may have changed; at most once per {@link settleMs}. */
  readonly invalidated: (agentId: string, uris: ReadonlySet<string>) => void;
  /** Called when the findings of open files that were not edited may have changed. */
  readonly refresh: () => void;
  readonly failed: (error: unknown) => void;
}

/** The properties of an agent that identify its files. */
export type AgentFolder = Pick<AgentProject, 'agentId' | 'rootUri'>;

interface LiveProject {
  readonly store: ProjectFileStore;
  readonly agentId: string;
  readonly ready: Promise<void>;
  isRead: boolean;
}

/** How long typing must pause before other files are analyzed again, in milliseconds. */
const settleMs = 300;

/** The files of this many agents are cached, in addition to agents with open files. */
const mostIdleProjects = 4;

/**
 * The current files of the agents in use. An agent's files are read when they are first requested. After
 * that, changes in the editor apply immediately, and changes on disk apply in batches.
 */
export class ProjectFileCache {
  readonly #options: ProjectFileCacheOptions;
  readonly #reader: SourceReader;
  /** By root URI, least recently used first. */
  readonly #live = new Map<string, LiveProject>();
  readonly #edited = new Set<string>();
  readonly #onDisk = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round: Promise<void> = Promise.resolve();

  constructor(options: ProjectFileCacheOptions) {
    this.#options = options;
    this.#reader = new SourceReader(options);
  }

  /** Returns an agent's store immediately; the store records whether its files have been read. */
  of(agent: AgentFolder): ProjectFileStore {
    return this.#cached(agent).store;
  }

  /** Undefined if the agent's files were not requested recently. */
  ifLive(agent: AgentFolder): ProjectFileStore | undefined {
    return this.#live.get(agent.rootUri)?.store;
  }

  /** The current file, if it is open or if its agent's files are cached. */
  file(uri: string): ParsedFile | undefined {
    return this.#options.documents.file(uri) ?? this.#storeHolding(uri)?.file(uri);
  }

  /** Like `of`, but resolves once everything has been read. */
  async read(agent: AgentFolder): Promise<ProjectFileStore> {
    const { store, ready } = this.#cached(agent);
    await ready;
    return store;
  }

  /** All files of an agent, for a single use; they are not cached. */
  async readOnce(agent: AgentFolder): Promise<ProjectFileStore> {
    if (this.#live.has(agent.rootUri)) return this.read(agent);
    const wanted: string[] = [];
    const store = this.#createStore(agent, (uri) => wanted.push(uri));
    await this.#fill(store);
    await this.#fillWanted(store, wanted);
    return store;
  }

  /** A document was opened, edited or closed. */
  documentChanged(uri: string): void {
    const key = canonicalUri(uri);
    const store = this.#storeHolding(key);
    if (store === undefined) this.#attach(key);
    else this.#follow(key, store);
    this.#edited.add(key);
    this.#schedule();
  }

  /** Cached files in a folder and its subfolders. */
  filesBelow(folder: string): readonly string[] {
    const uris = [...this.#live.values()].flatMap(({ store }) => store.uris());
    return uris.filter((uri) => isAtOrBelow(uri, folder));
  }

  /** Handles many changes in one batch: switching branches can change hundreds of files. */
  filesChanged(uris: readonly string[]): void {
    for (const uri of uris.map(canonicalUri)) {
      this.#onDisk.add(uri);
      if (!this.#options.documents.isOpen(uri)) this.#storeHolding(uri)?.startReading();
    }
    if (uris.length > 0) this.#schedule();
  }

  /** Projects moved or the analyzer changed, so everything is read again when it is next requested. */
  reset(): void {
    this.#live.clear();
  }

  #cached(agent: AgentFolder): LiveProject {
    const known = this.#live.get(agent.rootUri);
    const live = known ?? this.#start(agent);
    this.#live.delete(agent.rootUri);
    this.#live.set(agent.rootUri, live);
    if (known === undefined) this.#evict();
    return live;
  }

  #start(agent: AgentFolder): LiveProject {
    const store = this.#createStore(agent, (uri) => this.#want(uri));
    const reading = this.#options.progress('Reading the agent’s functions', this.#fill(store));
    const ready = this.#whenRead(store, reading);
    return { store, agentId: agent.agentId, ready, isRead: false };
  }

  async #whenRead(store: ProjectFileStore, reading: Promise<void>): Promise<void> {
    await reading.catch(this.#options.failed);
    const live = this.#live.get(store.rootUri);
    if (live?.store !== store) return;
    live.isRead = true;
    // Requests during the read got incomplete results.
    this.#schedule(0);
  }

  #createStore({ rootUri }: AgentFolder, wanted: (uri: string) => void): ProjectFileStore {
    return new ProjectFileStore({ rootUri, analyzer: this.#options.analyzer(), wanted });
  }

  /** Called when an analysis needs a file that has not been read from disk. */
  #want(uri: string): void {
    this.#onDisk.add(uri);
    this.#schedule(0);
  }

  /** Which files are needed is known only after the files that read secrets have been analyzed. */
  async #fillWanted(store: ProjectFileStore, wanted: string[]): Promise<void> {
    for (const uri of store.uris().filter((one) => /script/.test(languageOf(one) ?? ''))) {
      for (let known = -1; known !== wanted.length;) {
        known = wanted.length;
        const file = store.file(uri);
        if (file !== undefined) this.#options.analyzer().references(file, store);
        for (const one of wanted.slice(known)) this.#reader.put(await this.#reader.read(one), store);
      }
    }
  }

  async #fill(store: ProjectFileStore): Promise<void> {
    await this.#reader.readAll(store);
    const { documents } = this.#options;
    // Cells are excluded: other files cannot import a notebook cell, and its references are not counted.
    for (const uri of documents
      .uris()
      .map(canonicalUri)
      .filter((open) => languageOf(open) !== undefined)) {
      const belongs = await this.#belongsTo(uri, store);
      // The file may have been closed while its owner was being determined.
      if (belongs && documents.isOpen(uri)) store.open(uri, () => documents.file(uri));
    }
    store.finishReading();
  }

  #evict(): void {
    const idle = [...this.#live.values()].filter(
      ({ store }) => !store.uris().some((uri) => store.isOpen(uri)),
    );
    // The newest one is kept, because its file may not have been opened yet.
    for (const { store } of idle.slice(0, -mostIdleProjects)) this.#live.delete(store.rootUri);
  }

  #storeHolding(uri: string): ProjectFileStore | undefined {
    return [...this.#live.values()].find(({ store }) => store.has(uri))?.store;
  }

  /**
   * While the file is open, the editor's text applies. After that, the file on disk applies, which may have
   * been saved in the meantime.
   */
  #follow(uri: string, store: ProjectFileStore): void {
    const { documents } = this.#options;
    if (!documents.isOpen(uri)) {
      store.close(uri);
      this.#onDisk.add(uri);
    } else if (store.isOpen(uri)) store.edited(uri);
    else store.open(uri, () => documents.file(uri));
  }

  /** Handles a file that is not in any store yet; its owner is determined asynchronously. */
  #attach(uri: string): void {
    this.#attachLater(uri).catch(this.#options.failed);
  }

  async #attachLater(uri: string): Promise<void> {
    const { agent } = await this.#options.projects().agentOf(uri);
    const store = agent && this.ifLive(agent);
    if (store !== undefined && languageOf(uri) !== undefined) this.#follow(uri, store);
  }

  async #belongsTo(uri: string, store: ProjectFileStore): Promise<boolean> {
    const { agent } = await this.#options.projects().agentOf(uri);
    return agent?.rootUri === store.rootUri;
  }

  #schedule(delayMs = settleMs): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#round = this.#round.then(() => this.#settle()).catch(this.#options.failed);
    }, delayMs);
  }

  async #settle(): Promise<void> {
    const edited = new Set(this.#edited);
    const onDisk = [...this.#onDisk];
    this.#edited.clear();
    this.#onDisk.clear();
    await this.#takeFromDisk(onDisk);
    for (const live of this.#live.values()) {
      if (live.isRead && this.#onDisk.size === 0) live.store.finishReading();
      this.#announce(live.agentId, live.store.takeInvalidated(), edited);
    }
    await this.#announceUncached([...edited, ...onDisk]);
  }

  /** Reads all files before replacing any, so that the analysis never sees a half-switched branch. */
  async #takeFromDisk(uris: readonly string[]): Promise<void> {
    const puts: (() => void)[] = [];
    for (const uri of uris) {
      const live = await this.#liveOwning(uri);
      if (live === undefined) continue;
      await live.ready;
      const source = await this.#reader.read(uri);
      puts.push(() => this.#reader.put(source, live.store));
    }
    for (const put of puts) put();
  }

  async #liveOwning(uri: string): Promise<LiveProject | undefined> {
    const { agent } = await this.#options.projects().agentOf(uri);
    return agent && this.#live.get(agent.rootUri);
  }

  /**
   * For agents whose files are not cached, only the recorded locations in those files may be stale. Cells are never
   * cached.
   */
  async #announceUncached(uris: readonly string[]): Promise<void> {
    for (const uri of uris) {
      const { agent } = await this.#options.projects().agentOf(uri);
      if (agent !== undefined && (isNotebookCell(uri) || !this.#live.has(agent.rootUri))) {
        this.#options.invalidated(agent.agentId, new Set([uri]));
      }
    }
  }

  #announce(agentId: string, uris: ReadonlySet<string>, edited: ReadonlySet<string>): void {
    if (uris.size === 0) return;
    this.#options.invalidated(agentId, uris);
    const { documents } = this.#options;
    if ([...uris].some((uri) => !edited.has(uri) && documents.isOpen(uri))) this.#options.refresh();
  }
}
