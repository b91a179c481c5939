import { type Dirent, fstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { URI } from 'vscode-uri';
import {
  type Analyzer,
  decodeSource,
  isGenerated,
  isTestFile,
  languageOf,
  loadsVariables,
  type ParsedFile,
  type ProjectFiles,
  ProjectFileStore,
} from '../../analysis/index.ts';
import { type AgentProject, isSkippedFolder, projectFileName } from '../../contracts/agent-project.ts';
import { largestFile } from './read-source.ts';
import { withRegularFile } from './disk-files.ts';

/**
 * The number of agents whose files are cached. A small number is enough, because agents are analyzed one
 * after another.
 */
const mostProjects = 4;

/** Provides the files of each agent. Getting them does not read anything yet. */
export class DiskProjectFiles {
  readonly #projects = new Map<string, LazyProjectFiles>();

  of({ rootUri }: AgentProject, analyzer: Pick<Analyzer, 'parse'>): LazyProjectFiles {
    const known = this.#projects.get(rootUri);
    if (known !== undefined) return known;
    const files = new LazyProjectFiles(rootUri, analyzer);
    this.#projects.set(rootUri, files);
    const [oldest] = this.#projects.keys();
    if (this.#projects.size > mostProjects && oldest !== undefined) this.#projects.delete(oldest);
    return files;
  }
}

/**
 * All Python files of an agent. They are read on the first query, because most files need none of them.
 * JavaScript and TypeScript files are read individually, when another file imports them.
 */
export class LazyProjectFiles implements ProjectFiles {
  /** Constant, because the disk is read only once. */
  readonly version = 0;
  readonly #rootUri: string;
  readonly #analyzer: Pick<Analyzer, 'parse'>;
  #parsed: WeakRef<ParsedFile>[] = [];
  #store: ProjectFileStore | undefined;
  #loadsVariables: boolean | undefined;
  readonly #imported = new Map<string, ParsedFile | undefined>();

  constructor(rootUri: string, analyzer: Pick<Analyzer, 'parse'>) {
    this.#rootUri = rootUri;
    this.#analyzer = analyzer;
  }

  get complete(): boolean {
    return this.#read().complete;
  }

  module(module: string, from: string): ParsedFile | undefined {
    return this.#read().module(module, from);
  }

  imported(uris: readonly string[]): ParsedFile | undefined {
    for (const uri of uris) {
      const file = this.#imported.has(uri) ? this.#imported.get(uri) : this.#import(uri);
      this.#imported.set(uri, file);
      if (file !== undefined) return file;
    }
    return undefined;
  }

  get loadsVariables(): boolean {
    return (this.#loadsVariables ??=
      this.#read().loadsVariables || scriptLoadsVariables(fileURLToPath(this.#rootUri), this.#rootUri));
  }

  mentioning(word: string): readonly ParsedFile[] {
    return this.#read().mentioning(word);
  }

  /** If other files refer to the file being analyzed, they get this same object. */
  adopt(file: ParsedFile): void {
    if (this.#store === undefined) this.#parsed.push(new WeakRef(file));
    else this.#store.adopt(file);
  }

  #import(uri: string): ParsedFile | undefined {
    const languageId = languageOf(uri);
    const isOwn = uri.startsWith(`${this.#rootUri}/`) && !isGenerated(uri);
    const folders = uri
      .slice(this.#rootUri.length + 1)
      .split('/')
      .slice(0, -1);
    if (!isOwn || languageId === undefined || folders.some((name) => isSkippedFolder(name))) return undefined;
    const adopted = this.#parsed.map((one) => one.deref()).find((one) => one?.uri === uri);
    if (adopted !== undefined) return adopted;
    const text = textIn(fileURLToPath(uri));
    return text === undefined ? undefined : this.#analyzer.parse({ uri, languageId, text });
  }

  #read(): ProjectFileStore {
    if (this.#store !== undefined) return this.#store;
    const store = new ProjectFileStore({ rootUri: this.#rootUri, analyzer: this.#analyzer });
    for (const file of filesBelow(fileURLToPath(this.#rootUri), (name) => name.endsWith('.py'))) {
      store.write(URI.file(file).toString(), textOf(file));
    }
    store.finishReading();
    for (const parsed of this.#parsed) {
      const file = parsed.deref();
      if (file !== undefined) store.adopt(file);
    }
    this.#parsed = [];
    return (this.#store = store);
  }
}

/** Whether a JavaScript or TypeScript file loads a file of environment variables. */
function scriptLoadsVariables(root: string, rootUri: string): boolean {
  for (const file of filesBelow(root, (name) => /script/.test(languageOf(name) ?? ''))) {
    const uri = URI.file(file).toString();
    if (!isTestFile(uri, rootUri) && !isGenerated(uri) && loadsVariables(textOf(file) ?? '')) return true;
  }
  return false;
}

/** Skips the files of nested agents. */
function* filesBelow(root: string, isWanted: (name: string) => boolean): Generator<string> {
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = entriesOf(folder);
    if (folder !== root && entries.some(({ name }) => name === projectFileName)) continue;
    for (const entry of entries) {
      const inside = path.join(folder, entry.name);
      if (entry.isDirectory() && !isSkippedFolder(entry.name)) folders.push(inside);
      else if ((entry.isFile() || entry.isSymbolicLink()) && isWanted(entry.name)) yield inside;
    }
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // The command lists the same folders and has already reported this one.
    return [];
  }
}

/** Undefined if the file does not exist. */
function textIn(file: string): string | undefined {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? textOf(file) : undefined;
}

/** Undefined if the file cannot be read, so that calls to its functions cannot be followed. */
function textOf(file: string): string | undefined {
  try {
    return withRegularFile(file, (descriptor) => {
      const isData = descriptor === undefined || fstatSync(descriptor).size > largestFile;
      return isData ? undefined : decodeSource(readFileSync(descriptor), TextDecoder);
    });
  } catch {
    return undefined;
  }
}
