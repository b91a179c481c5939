import type { Place, UsesResult } from '../contracts/lsp-messages.ts';
import {
  type Analyzer,
  createWorkspaceIndex,
  type Dialect,
  mayMatter,
  type ParsedFile,
  type ProjectFileStore,
  type WorkspaceIndex,
} from '../analysis/index.ts';
import { isAtOrBelow } from './files-below.ts';
import { platform } from './platform/current.ts';
import type { Progress } from './progress.ts';
import type { AgentFolder, ProjectFileCache } from './project-file-cache.ts';
import type { Projects } from './projects.ts';
import { withTimeout } from './timing.ts';
import { isNotebookCell } from './uris.ts';

export interface ReferenceIndexOptions {
  readonly projects: () => Projects;
  readonly projectFiles: ProjectFileCache;
  readonly analyzer: Analyzer;
  /** Analyzes a file in slices, interleaved with other requests. */
  readonly prepare: (file: ParsedFile, project: ProjectFileStore) => Promise<void>;
  /** Whether a name in the file is being typed, so that the file keeps the locations from before. */
  readonly isUnfinished: (file: ParsedFile, project: ProjectFileStore) => boolean;
  readonly progress: Progress;
  /** Called when the locations of previously requested agents may have changed. */
  readonly changed: (agentIds: readonly string[]) => void;
  readonly failed: (error: unknown) => void;
}

/** What must be analyzed before an agent's locations are correct. */
interface AgentState {
  stale: 'all' | Set<string>;
  /** Files that wait for {@link ReferenceIndex.wordSettled}. */
  readonly unfinished: Set<string>;
  /** Files without references that may have findings, such as credentials in code. */
  readonly suspicious: Set<string>;
  isShown: boolean;
  work: Promise<void> | undefined;
}

/** How long a request waits for locations, in milliseconds. The client is notified of later results. */
const patienceMs = 200;

/** Which secrets the agents' files read, and where. Analysis starts only on request. */
export class ReferenceIndex {
  readonly #options: ReferenceIndexOptions;
  readonly #agents = new Map<string, AgentState>();
  #index: WorkspaceIndex;
  #analyzer: Analyzer;

  constructor(options: ReferenceIndexOptions) {
    this.#options = options;
    this.#analyzer = options.analyzer;
    this.#index = createWorkspaceIndex(options.analyzer);
  }

  async uses(agentId: string): Promise<UsesResult> {
    const state = this.#stateOf(agentId);
    state.isShown = true;
    const work = this.#update(agentId, state, (agent) => this.#options.projectFiles.read(agent));
    let isLate = false;
    const announced = work.then(() => isLate && this.#options.changed([agentId]));
    announced.catch(this.#options.failed);
    await withTimeout(work, patienceMs);
    isLate = true;
    return {
      names: this.#index.uses(agentId),
      choices: this.#index.choices(agentId),
      complete: isRight(state),
    };
  }

  /**
   * Every location in the workspace where any agent may read a secret with this name. The first request reads
   * the entire workspace, one agent at a time, without caching its files.
   */
  async everywhere(name: string, dialect: Dialect = 'agent'): Promise<readonly Place[]> {
    await this.#options.progress('Searching all agents for secrets', this.#updateAll());
    return this.#index.named(name, dialect);
  }

  /**
   * All locations in the workspace, by agent and name. Like `everywhere`, the first request reads the entire
   * workspace.
   */
  async ofAllAgents(): Promise<ReadonlyMap<string, UsesResult['names']>> {
    await this.#options.progress('Searching all agents for secrets', this.#updateAll());
    const agentIds = this.#options.projects().agentIds();
    return new Map(agentIds.map((agentId) => [agentId, this.#index.uses(agentId)]));
  }

  /** Files with known locations, in a folder and its subfolders. */
  filesBelow(folder: string): readonly string[] {
    const uris = [...this.#agents.keys()].flatMap((agentId) => this.files(agentId));
    return uris.filter((uri) => isAtOrBelow(uri, folder));
  }

  /** Invalidates the results for these files, which may have changed. */
  invalidated(agentId: string, uris: ReadonlySet<string>): void {
    const state = this.#agents.get(agentId);
    if (state === undefined || state.stale === 'all') return;
    for (const uri of uris) state.stale.add(uri);
    if (state.isShown && this.#areCounted(agentId, uris)) this.#options.changed([agentId]);
  }

  /** A word in the file is complete, so its locations are included again. */
  wordSettled(uri: string): void {
    for (const [agentId, state] of this.#agents)
      if (state.unfinished.delete(uri)) this.invalidated(agentId, new Set([uri]));
  }

  shown(): readonly string[] {
    return [...this.#agents].filter(([, { isShown }]) => isShown).map(([agentId]) => agentId);
  }

  /** The known files of an agent that may have findings, sorted; see {@link uses}. */
  files(agentId: string): readonly string[] {
    return [...this.#filesOf(agentId)].toSorted();
  }

  /** Projects moved or the analyzer changed, so everything is read again when it is next requested. */
  reset(analyzer: Analyzer = this.#analyzer): void {
    const shown = this.shown();
    this.#analyzer = analyzer;
    this.#index = createWorkspaceIndex(analyzer);
    this.#agents.clear();
    if (shown.length > 0) this.#options.changed(shown);
  }

  #filesOf(agentId: string): ReadonlySet<string> {
    return new Set([...this.#index.files(agentId), ...(this.#agents.get(agentId)?.suspicious ?? [])]);
  }

  #stateOf(agentId: string): AgentState {
    const state = this.#agents.get(agentId) ?? {
      stale: 'all',
      unfinished: new Set<string>(),
      suspicious: new Set<string>(),
      isShown: false,
      work: undefined,
    };
    this.#agents.set(agentId, state);
    return state;
  }

  async #updateAll(): Promise<void> {
    await this.#options.projects().scanned;
    for (const agentId of this.#options.projects().agentIds()) {
      const read = (agent: AgentFolder): Promise<ProjectFileStore> =>
        this.#options.projectFiles.readOnce(agent);
      await this.#update(agentId, this.#stateOf(agentId), read);
    }
  }

  async #update(agentId: string, state: AgentState, read: ReadAgent): Promise<void> {
    while (!isRight(state)) {
      state.work ??= this.#lookAgain(agentId, state, read).finally(() => (state.work = undefined));
      await state.work;
    }
  }

  async #lookAgain(agentId: string, state: AgentState, read: ReadAgent): Promise<void> {
    const { stale } = state;
    state.stale = new Set();
    const gone = new Set(this.#filesOf(agentId));
    try {
      for await (const rootUri of this.#rootsOf(agentId)) {
        const wasKept = this.#options.projectFiles.ifLive({ agentId, rootUri }) !== undefined;
        const store = await read({ agentId, rootUri });
        // A reset has invalidated this result in the meantime.
        if (this.#agents.get(agentId) !== state) return;
        for (const uri of store.uris()) gone.delete(uri);
        const isUpdate = wasKept && stale !== 'all';
        await this.#indexFiles(agentId, store, isUpdate ? stale : store.uris(), state, isUpdate);
      }
    } catch (error) {
      state.stale = 'all';
      throw error;
    }
    for (const uri of gone) {
      this.#index.delete(uri, agentId);
      state.suspicious.delete(uri);
    }
  }

  /** Begins with the folders found so far: searching a large workspace for the others takes a while. */
  async *#rootsOf(agentId: string): AsyncGenerator<string> {
    const projects = this.#options.projects();
    const found = projects.rootsOf(agentId);
    yield* found;
    await projects.scanned;
    yield* projects.rootsOf(agentId).filter((rootUri) => !found.includes(rootUri));
  }

  /** An update leaves out files with a word being typed, and adds them to `unfinished`. */
  async #indexFiles(
    agentId: string,
    store: ProjectFileStore,
    uris: Iterable<string>,
    { suspicious, unfinished }: AgentState,
    isUpdate: boolean,
  ): Promise<void> {
    const [index, analyzer] = [this.#index, this.#analyzer];
    for (const uri of uris) {
      const file = store.file(uri);
      if (file !== undefined && mayMatter(file.text)) suspicious.add(uri);
      else suspicious.delete(uri);
      if (file === undefined || !mayHoldReferences(file, analyzer)) index.delete(uri, agentId);
      else {
        await this.#options.prepare(file, store);
        if (isUpdate && this.#options.isUnfinished(file, store)) unfinished.add(uri);
        else index.set(file, agentId, store);
        // Lets waiting keystrokes be processed first.
        await platform.nextTurn();
      }
    }
  }

  /** Whether the known locations or findings include these files, or may now include them. */
  #areCounted(agentId: string, uris: ReadonlySet<string>): boolean {
    const counted = this.#filesOf(agentId);
    return [...uris].some((uri) => {
      // Which findings a cell had before is not recorded.
      if (counted.has(uri) || isNotebookCell(uri)) return true;
      const file = this.#options.projectFiles.file(uri);
      return file !== undefined && (mayHoldReferences(file, this.#analyzer) || mayMatter(file.text));
    });
  }
}

type ReadAgent = (agent: AgentFolder) => Promise<ProjectFileStore>;

function mayHoldReferences({ text, languageId }: ParsedFile, analyzer: Analyzer): boolean {
  return analyzer.mayHoldReferences(text, languageId);
}

function isRight({ stale, work }: AgentState): boolean {
  return work === undefined && stale !== 'all' && stale.size === 0;
}
