import type { UsesResult } from '../contracts/lsp-messages.ts';
import {
  type Analyzer,
  createWorkspaceIndex,
  isGenerated,
  languageOf,
  type ParsedFile,
  type WorkspaceIndex,
} from '../analysis/index.ts';
import type { Documents } from './documents.ts';
import { type FileSystem, isSkippedFolder } from './files.ts';
import type { Projects } from './projects.ts';
import { canonicalUri, childUri } from './uris.ts';

export interface ProjectUsesOptions {
  readonly files: FileSystem;
  readonly projects: () => Projects;
  readonly documents: Documents;
  readonly analyzer: Analyzer;
  /** Places changed; called at most once per {@link settleMs}. */
  readonly changed: (agentIds: readonly string[]) => void;
  readonly failed: (error: unknown) => void;
}

/** Typing pauses this long before places are counted again. */
const settleMs = 300;

/** Which secrets an agent's files read, and where. Reads them in the background once somebody asks. */
export class ProjectUses {
  readonly #options: ProjectUsesOptions;
  readonly #agents = new Map<string, { complete: boolean }>();
  readonly #edited = new Set<string>();
  readonly #news = new Set<string>();
  /** Files that read secrets; editing any other changes no count. */
  readonly #readers = new Set<string>();
  #index: WorkspaceIndex;
  #analyzer: Analyzer;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ProjectUsesOptions) {
    this.#options = options;
    this.#analyzer = options.analyzer;
    this.#index = createWorkspaceIndex(options.analyzer);
  }

  uses(agentId: string): UsesResult {
    const reading = this.#agents.get(agentId) ?? this.#startReading(agentId);
    return { names: this.#index.uses(agentId), complete: reading.complete };
  }

  documentChanged(uri: string): void {
    if (this.#agents.size > 0) this.#schedule(uri);
  }

  filesChanged(uris: readonly string[]): void {
    if (this.#agents.size === 0) return;
    for (const uri of uris) if (!this.#options.documents.isOpen(uri)) this.#schedule(uri);
  }

  /** Everything is read anew when it is asked for: projects moved, or the analyzer changed. */
  reset(analyzer: Analyzer = this.#analyzer): void {
    const agentIds = [...this.#agents.keys()];
    this.#analyzer = analyzer;
    this.#index = createWorkspaceIndex(analyzer);
    this.#agents.clear();
    this.#readers.clear();
    if (agentIds.length > 0) this.#options.changed(agentIds);
  }

  #startReading(agentId: string): { complete: boolean } {
    const reading = { complete: false };
    this.#agents.set(agentId, reading);
    this.#readAgent(agentId, reading).catch(this.#options.failed);
    return reading;
  }

  async #readAgent(agentId: string, reading: { complete: boolean }): Promise<void> {
    for (const root of this.#options.projects().rootsOf(agentId)) {
      for await (const uri of sourcesBelow(this.#options, root)) await this.#readFile(uri, agentId);
    }
    // A reset meanwhile made this reading worthless.
    if (this.#agents.get(agentId) !== reading) return;
    reading.complete = true;
    this.#options.changed([agentId]);
  }

  async #readFile(uri: string, agentId: string): Promise<void> {
    const [index, analyzer] = [this.#index, this.#analyzer];
    const file = this.#options.documents.file(uri) ?? (await this.#parseFromDisk(uri));
    if (file === undefined || analyzer.references(file).length === 0) {
      this.#readers.delete(uri);
      return index.delete(uri);
    }
    this.#readers.add(uri);
    index.set(file, agentId);
  }

  async #parseFromDisk(uri: string): Promise<ParsedFile | undefined> {
    const languageId = isGenerated(uri) ? undefined : languageOf(uri);
    if (languageId === undefined) return undefined;
    const bytes = await this.#options.files.read(uri);
    if (bytes === undefined) return undefined;
    const text = new TextDecoder().decode(bytes);
    if (!this.#analyzer.mayHoldReferences(text, languageId)) return undefined;
    return this.#analyzer.parse({ uri, languageId, text });
  }

  #schedule(uri: string): void {
    this.#edited.add(canonicalUri(uri));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#readEdited().catch(this.#options.failed);
    }, settleMs);
  }

  async #readEdited(): Promise<void> {
    const edited = [...this.#edited];
    this.#edited.clear();
    for (const uri of edited) await this.#readAgain(uri);
    if (this.#news.size === 0) return;
    this.#options.changed([...this.#news]);
    this.#news.clear();
  }

  async #readAgain(uri: string): Promise<void> {
    const { agent } = await this.#options.projects().agentOf(uri);
    if (agent === undefined || !this.#agents.has(agent.agentId)) return;
    const readBefore = this.#readers.has(uri);
    await this.#readFile(uri, agent.agentId);
    if (readBefore || this.#readers.has(uri)) this.#news.add(agent.agentId);
  }
}

/** Below an agent's root, without what belongs to an agent of its own further down. */
async function* sourcesBelow(
  { files, projects }: Pick<ProjectUsesOptions, 'files' | 'projects'>,
  root: string,
): AsyncGenerator<string> {
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const { name, isFolder } of await files.list(folder)) {
      const uri = childUri(folder, name);
      if (!isFolder) {
        if (languageOf(name) !== undefined) yield uri;
      } else if (!isSkippedFolder(name) && !(await projects().isProjectRoot(uri))) {
        waiting.push(uri);
      }
    }
  }
}
