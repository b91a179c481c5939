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
  mentions,
  type ParsedFile,
  type ProjectFiles,
  ProjectFileStore,
} from '../../analysis/index.ts';
import { type AgentProject, isSkippedFolder, projectFileName } from '../../contracts/agent-project.ts';
import { largestFile } from './read-source.ts';
import { diskTree, type FileTree, type TreeEntry } from './file-tree.ts';

/**
 * The number of agents whose files are cached. A small number is enough, because agents are analyzed one
 * after another.
 */
const mostProjects = 4;

/** Provides the files of each agent. Getting them does not read anything yet. */
export class DiskProjectFiles {
  readonly #projects = new Map<string, LazyProjectFiles>();
  readonly #tree: FileTree;

  constructor(tree: FileTree = diskTree) {
    this.#tree = tree;
  }

  of({ rootUri }: AgentProject, analyzer: Pick<Analyzer, 'parse'>): LazyProjectFiles {
    const known = this.#projects.get(rootUri);
    if (known !== undefined) return known;
    const files = new LazyProjectFiles(rootUri, analyzer, this.#tree);
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
  readonly #tree: FileTree;
  #parsed: WeakRef<ParsedFile>[] = [];
  #store: ProjectFileStore | undefined;
  #loadsVariables: boolean | undefined;
  #sources: ReadonlySet<string> | undefined;
  /** Read when another file is searched for the first time. */
  #scripts: readonly { readonly uri: string; readonly text: string }[] | undefined;
  readonly #imported = new Map<string, ParsedFile | undefined>();

  constructor(rootUri: string, analyzer: Pick<Analyzer, 'parse'>, tree: FileTree = diskTree) {
    this.#tree = tree;
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
      this.#read().loadsVariables ||
      scriptLoadsVariables(fileURLToPath(this.#rootUri), this.#rootUri, this.#tree));
  }

  mentioning(word: string): readonly ParsedFile[] {
    const scripts = this.#scriptsWith(word).flatMap((uri) => this.imported([uri]) ?? []);
    return [...this.#read().mentioning(word), ...scripts].toSorted((one, other) =>
      one.uri < other.uri ? -1 : 1,
    );
  }

  /** If other files refer to the file being analyzed, they get this same object. */
  adopt(file: ParsedFile): void {
    // Scripts stay outside the store. The same object must answer every question about a file.
    if (!file.uri.endsWith('.py')) this.#imported.set(file.uri, file);
    if (this.#store === undefined) this.#parsed.push(new WeakRef(file));
    else this.#store.adopt(file);
  }

  has(uri: string): boolean {
    this.#sources ??= sourcesBelow(this.#rootUri, this.#tree);
    return this.#sources.has(uri);
  }

  textOf(uri: string): string | undefined {
    return textIn(fileURLToPath(uri), this.#tree);
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
    const text = textIn(fileURLToPath(uri), this.#tree);
    return text === undefined ? undefined : this.#analyzer.parse({ uri, languageId, text });
  }

  /** Excludes tests, as the store does. */
  #scriptsWith(word: string): readonly string[] {
    this.#scripts ??= [...filesBelow(fileURLToPath(this.#rootUri), this.#tree, isScript)].flatMap((file) => {
      const uri = URI.file(file).toString();
      return isGenerated(uri) || isTestFile(uri, this.#rootUri)
        ? []
        : { uri, text: textOf(file, this.#tree) ?? '' };
    });
    return this.#scripts.filter(({ text }) => mentions(text, word)).map(({ uri }) => uri);
  }

  #read(): ProjectFileStore {
    if (this.#store !== undefined) return this.#store;
    const store = new ProjectFileStore({ rootUri: this.#rootUri, analyzer: this.#analyzer });
    for (const file of filesBelow(fileURLToPath(this.#rootUri), this.#tree, (name) => name.endsWith('.py'))) {
      store.write(URI.file(file).toString(), textOf(file, this.#tree));
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

function sourcesBelow(rootUri: string, tree: FileTree): ReadonlySet<string> {
  const files = filesBelow(fileURLToPath(rootUri), tree, (name) => languageOf(name) !== undefined);
  return new Set([...files].map((file) => URI.file(file).toString()));
}

function isScript(name: string): boolean {
  return /script/.test(languageOf(name) ?? '');
}

/** Whether a JavaScript or TypeScript file loads a file of environment variables. */
function scriptLoadsVariables(root: string, rootUri: string, tree: FileTree): boolean {
  for (const file of filesBelow(root, tree, isScript)) {
    const uri = URI.file(file).toString();
    if (!isTestFile(uri, rootUri) && !isGenerated(uri) && loadsVariables(textOf(file, tree) ?? ''))
      return true;
  }
  return false;
}

/** Skips the files of nested agents. */
function* filesBelow(root: string, tree: FileTree, isWanted: (name: string) => boolean): Generator<string> {
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = entriesOf(folder, tree);
    if (folder !== root && entries.some(({ name }) => name === projectFileName)) continue;
    for (const entry of entries) {
      const inside = path.join(folder, entry.name);
      if (entry.kind === 'folder' && !isSkippedFolder(entry.name)) folders.push(inside);
      else if ((entry.kind === 'file' || entry.kind === 'link') && isWanted(entry.name)) yield inside;
    }
  }
}

function entriesOf(folder: string, tree: FileTree): readonly TreeEntry[] {
  try {
    return tree.list(folder);
  } catch {
    // The command lists the same folders and has already reported this one.
    return [];
  }
}

/** Undefined if the file does not exist. */
function textIn(file: string, tree: FileTree): string | undefined {
  return tree.kindOf(file) === 'file' ? textOf(file, tree) : undefined;
}

/** Undefined if the file cannot be read, so that calls to its functions cannot be followed. */
function textOf(file: string, tree: FileTree): string | undefined {
  try {
    const bytes = tree.read(file);
    const isData = bytes === undefined || bytes.length > largestFile;
    return isData ? undefined : decodeSource(bytes, TextDecoder);
  } catch {
    return undefined;
  }
}
