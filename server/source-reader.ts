import {
  type Analyzer,
  decodeSource,
  isGenerated,
  languageOf,
  type ProjectFileStore,
} from '../analysis/index.ts';
import { isSkippedFolder, projectFileName } from '../contracts/agent-project.ts';
import type { FileSystem } from './platform/files.ts';
import { childUri, folderUri } from './uris.ts';

export interface SourceReaderOptions {
  readonly files: FileSystem;
  readonly analyzer: () => Pick<Analyzer, 'mayHoldReferences'>;
}

/**
 * Number of files read in parallel: enough to keep the disk busy, but few enough to process keystrokes in
 * between.
 */
const filesAtOnce = 8;

export type SourceOnDisk =
  | { readonly uri: string; readonly state: 'read'; readonly text: string }
  | { readonly uri: string; readonly state: 'unreadable' | 'gone' };

/** Reads agents' source files from disk into their stores. */
export class SourceReader {
  readonly #options: SourceReaderOptions;

  constructor(options: SourceReaderOptions) {
    this.#options = options;
  }

  /** Reads every source file below the store's root. The process can do other work between files. */
  async readAll(store: ProjectFileStore): Promise<void> {
    for await (const uris of this.#foldersBelow(store.rootUri)) {
      for (let start = 0; start < uris.length; start += filesAtOnce) {
        const some = uris.slice(start, start + filesAtOnce);
        for (const source of await Promise.all(some.map((uri) => this.read(uri)))) this.put(source, store);
      }
    }
  }

  async read(uri: string): Promise<SourceOnDisk> {
    const bytes = await this.#options.files.read(uri);
    if (bytes !== undefined) return { uri, state: 'read', text: decodeSource(bytes, TextDecoder) };
    return { uri, state: (await this.#isThere(uri)) ? 'unreadable' : 'gone' };
  }

  /**
   * All Python files are needed, because they call each other. In other languages, only files that read
   * secrets, and the files they import, are needed.
   */
  put(source: SourceOnDisk, store: ProjectFileStore): void {
    const { uri, state } = source;
    const languageId = languageOf(uri);
    if (languageId === undefined || isGenerated(uri)) return;
    if (state === 'gone') return store.remove(uri);
    if (languageId === 'python') return store.write(uri, state === 'read' ? source.text : undefined);
    const holds = state === 'read' && this.#options.analyzer().mayHoldReferences(source.text, languageId);
    if (state === 'read' && (holds || store.isWanted(uri))) return store.write(uri, source.text);
    store.remove(uri);
    if (state === 'read' && languageId !== 'json') store.note(uri, source.text);
  }

  async #isThere(uri: string): Promise<boolean> {
    const folder = folderUri(uri);
    const entries = await this.#options.files.list(folder);
    return entries.some(({ name }) => childUri(folder, name) === uri);
  }

  /** The source files of each folder, excluding nested agents. */
  async *#foldersBelow(root: string): AsyncGenerator<readonly string[]> {
    const waiting = [root];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      const entries = await this.#options.files.list(folder);
      if (folder !== root && entries.some(({ name }) => name === projectFileName)) continue;
      const uris: string[] = [];
      for (const { name, isFolder } of entries) {
        if (isFolder && !isSkippedFolder(name)) waiting.push(childUri(folder, name));
        else if (!isFolder && languageOf(name) !== undefined) uris.push(childUri(folder, name));
      }
      yield uris;
    }
  }
}
