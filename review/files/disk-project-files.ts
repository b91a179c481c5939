import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { URI } from 'vscode-uri';
import {
  type Analyzer,
  decodeSource,
  isGenerated,
  isTestFile,
  languageOf,
  mentions,
  moduleUri,
  type ParsedFile,
  RecentFiles,
} from '../../analysis/index.ts';
import { type AgentProject, isSkippedFolder, projectFileName } from '../../contracts/agent-project.ts';
import type { BufferReader } from './buffer-reader.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';
import type { SourceScans } from './source-scans.ts';
import { createMentionTest } from './word-filter.ts';
import type { FilesOfAgent } from './files-of-agent.ts';

/**
 * The number of agents whose files are cached. A small number is enough, because agents are analyzed one
 * after another.
 */
const mostProjects = 4;

/** How files are read. */
interface Disk {
  readonly tree: FileTree;
  readonly reader: BufferReader;
  readonly scans: SourceScans;
}

/** Provides the files of each agent. Getting them does not read anything yet. */
export class DiskProjectFiles {
  readonly #projects = new Map<string, LazyProjectFiles>();
  readonly #disk: Disk;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  of({ rootUri }: AgentProject, analyzer: Pick<Analyzer, 'parse'>): LazyProjectFiles {
    const known = this.#projects.get(rootUri);
    if (known !== undefined) return known;
    const files = new LazyProjectFiles(rootUri, analyzer, this.#disk);
    this.#projects.set(rootUri, files);
    const [oldest] = this.#projects.keys();
    if (this.#projects.size > mostProjects && oldest !== undefined) this.#projects.delete(oldest);
    return files;
  }
}

/**
 * The source files of an agent. The first request about all of them scans each file once, and keeps only the
 * results of {@link SourceScans}, because the texts of a large project would take more memory than a check
 * may use.
 */
export class LazyProjectFiles implements FilesOfAgent {
  /** Constant, because the disk is read only once. */
  readonly version = 0;
  readonly #rootUri: string;
  readonly #analyzer: Pick<Analyzer, 'parse'>;
  readonly #disk: Disk;
  readonly #recent = new RecentFiles();
  readonly #mentioning = new Map<string, readonly string[]>();
  /** Their paths, by URI. */
  #files: ReadonlyMap<string, string> | undefined;
  #complete: boolean | undefined;
  #loadsVariables: boolean | undefined;

  constructor(rootUri: string, analyzer: Pick<Analyzer, 'parse'>, disk: Disk) {
    this.#rootUri = rootUri;
    this.#analyzer = analyzer;
    this.#disk = disk;
  }

  get complete(): boolean {
    return (this.#complete ??= [...this.#allFiles()].every(
      ([uri, file]) => !isPython(uri) || this.#disk.scans.of(file) !== undefined,
    ));
  }

  get loadsVariables(): boolean {
    return (this.#loadsVariables ??= [...this.#allFiles()].some(
      ([uri, file]) => !isTestFile(uri, this.#rootUri) && this.#disk.scans.of(file)?.loadsVariables === true,
    ));
  }

  module(module: string, from: string): ParsedFile | undefined {
    const uri = moduleUri(module, from, this.#rootUri, (one) => isPython(one) && this.has(one));
    const file = uri === undefined ? undefined : this.#file(uri);
    return file?.languageId === 'python' ? file : undefined;
  }

  imported(uris: readonly string[]): ParsedFile | undefined {
    const uri = uris.find((one) => this.has(one));
    return uri === undefined ? undefined : this.#file(uri);
  }

  *mentioning(word: string): Generator<ParsedFile> {
    const known = this.#mentioning.get(word);
    const uris = known ?? this.urisThatMayMention(word).filter((uri) => !isTestFile(uri, this.#rootUri));
    const found: string[] = [];
    for (const uri of known ?? uris.toSorted()) {
      const file = this.#fileWith(word, uri);
      if (file === undefined) continue;
      found.push(uri);
      yield file;
    }
    this.#mentioning.set(word, found);
  }

  adopt(file: ParsedFile): void {
    this.#recent.add(file);
  }

  has(uri: string): boolean {
    return this.#allFiles().has(uri);
  }

  textOf(uri: string): string | undefined {
    const bytes = this.#disk.reader.readCode(fileURLToPath(uri));
    return bytes && decodeSource(bytes, TextDecoder);
  }

  uris(): Iterable<string> {
    return this.#allFiles().keys();
  }

  urisThatMayMention(name: string): readonly string[] {
    const mayMention = createMentionTest(name);
    return [...this.#allFiles()].flatMap(([uri, file]) => {
      const scan = this.#disk.scans.of(file);
      return scan !== undefined && (scan.words === undefined || mayMention(scan.words)) ? uri : [];
    });
  }

  mayReadSecrets(uri: string): boolean {
    const file = this.#allFiles().get(uri);
    return file !== undefined && this.#disk.scans.of(file)?.mayReadSecrets === true;
  }

  #file(uri: string): ParsedFile | undefined {
    const known = this.#recent.get(uri);
    const text = known === undefined ? this.textOf(uri) : undefined;
    return known ?? this.#parsed(uri, text);
  }

  #fileWith(word: string, uri: string): ParsedFile | undefined {
    const known = this.#recent.get(uri);
    const text = known === undefined ? this.textOf(uri) : known.text;
    return text !== undefined && mentions(text, word) ? (known ?? this.#parsed(uri, text)) : undefined;
  }

  #parsed(uri: string, text: string | undefined): ParsedFile | undefined {
    const languageId = languageOf(uri);
    if (text === undefined || languageId === undefined) return undefined;
    return this.#recent.add(this.#analyzer.parse({ uri, languageId, text }));
  }

  #allFiles(): ReadonlyMap<string, string> {
    return (this.#files ??= sourcesBelow(this.#rootUri, this.#disk.tree));
  }
}

/** Excludes stubs (`.pyi`), because they contain no values and call nothing. */
function isPython(uri: string): boolean {
  return uri.endsWith('.py');
}

function isScript(name: string): boolean {
  return /script/.test(languageOf(name) ?? '');
}

/** Whether a file is one that values can come from and go to. */
export function isScanned(file: string): boolean {
  return isPython(file) || isScript(file);
}

/** Excludes generated files, so importing one has no effect. */
function sourcesBelow(rootUri: string, tree: FileTree): ReadonlyMap<string, string> {
  const files = [...filesBelow(fileURLToPath(rootUri), tree, isScanned)].map(
    (file) => [URI.file(file).toString(), file] as const,
  );
  return new Map(files.filter(([uri]) => !isGenerated(uri)));
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
