import type { Analyzer } from '../model/analyzer.ts';
import type { ProjectFiles } from '../model/file-context.ts';
import { isGenerated, languageOf } from '../source/language-id.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import { Invalidation } from './invalidation.ts';
import { moduleUri } from './module-uri.ts';
import { RecentFiles } from './recent-files.ts';
import { isTestFile } from './test-files.ts';
import { DeferredFiles } from './deferred-files.ts';
import { VariableLoaders } from './variable-loaders.ts';
import { WordPlaces } from './word-places.ts';

export interface ProjectFileStoreOptions {
  /** The URI of the agent's folder, without a trailing slash. */
  readonly rootUri: string;
  readonly analyzer: Pick<Analyzer, 'parse'>;
  /**
   * Called once if another file imports a file that was added with {@link ProjectFileStore.note}. The
   * contents of that file must then be written.
   */
  readonly wanted?: (uri: string) => void;
}

interface StoredFile {
  /** The text on disk. Undefined if it could not be read, or if the file exists only in the editor. */
  disk: string | undefined;
  /** The text in the editor. It takes precedence over the text on disk. */
  open: (() => ParsedFile | undefined) | undefined;
  changedAt: number;
  edits: number;
}

/**
 * The source files of one agent project, filled by the code that reads them. Caches the text of all files,
 * but only the syntax trees of recently used files. Generated files are excluded, so importing one has no
 * effect.
 */
export class ProjectFileStore implements ProjectFiles {
  readonly rootUri: string;
  readonly #analyzer: Pick<Analyzer, 'parse'>;
  readonly #files = new Map<string, StoredFile>();
  readonly #recent = new RecentFiles();
  readonly #words: WordPlaces;
  readonly #loaders: VariableLoaders;
  readonly #invalidation: Invalidation;
  /** Files that exist but could not be read. They may call anything. */
  readonly #unread = new Set<string>();
  readonly #deferred: DeferredFiles;
  #sorted: readonly string[] | undefined;
  #version = 0;
  #isReading = true;
  /** True if a result was incomplete because files were still being read. */
  #wasAskedEarly = false;
  #wasReadBefore = false;
  /** The last answer of {@link loadsVariables}. */
  #loadedVariables: boolean | undefined;

  constructor({ rootUri, analyzer, wanted = () => undefined }: ProjectFileStoreOptions) {
    this.#deferred = new DeferredFiles(wanted);
    this.rootUri = rootUri;
    this.#analyzer = analyzer;
    this.#words = new WordPlaces({
      version: () => this.#version,
      changedAt: (uri) => this.#files.get(uri)?.changedAt ?? 0,
      textOf: (uri) => (isPython(uri) || isScript(uri) ? this.#textOf(uri) : ''),
      uris: () => this.#files.keys(),
    });
    this.#loaders = new VariableLoaders({
      version: () => this.#version,
      changedAt: (uri) => this.#files.get(uri)?.changedAt ?? 0,
      textOf: (uri) => this.#textOf(uri),
      uris: () => this.#files.keys(),
    });
    this.#invalidation = new Invalidation(this.#words);
  }

  get version(): number {
    return this.#version;
  }

  versionOfOthers(uri: string): number {
    return this.#version - (this.#files.get(uri)?.edits ?? 0);
  }

  get complete(): boolean {
    this.#noteQuestion();
    return !this.#isReading && this.#unread.size === 0;
  }

  get loadsVariables(): boolean {
    this.#noteQuestion();
    return (this.#loadedVariables = this.#isReading || this.#hasLoader());
  }

  /** Undefined while files are still being read, because a file that takes precedence may follow. */
  module(module: string, from: string): ParsedFile | undefined {
    this.#noteQuestion();
    const uri = this.#isReading
      ? undefined
      : moduleUri(module, from, this.rootUri, (candidate) => this.#files.has(candidate));
    if (uri === undefined) return undefined;
    this.#invalidation.imported(uri, from);
    return this.#python(uri);
  }

  imported(uris: readonly string[], from: string): ParsedFile | undefined {
    this.#noteQuestion();
    if (this.#isReading) return undefined;
    const uri = uris.find((one) => this.#files.has(one) || this.#deferred.has(one));
    if (uri === undefined) return undefined;
    this.#invalidation.imported(uri, from);
    if (!this.#files.has(uri)) this.#deferred.want(uri);
    return this.file(uri);
  }

  mentioning(word: string): readonly ParsedFile[] {
    this.#noteQuestion();
    const uris = [...this.#words.filesWith(word)].filter((uri) => !isTestFile(uri, this.rootUri));
    return uris.toSorted().flatMap((uri) => (isScript(uri) ? this.file(uri) : this.#python(uri)) ?? []);
  }

  /** Returns the source files of all languages, in order. */
  uris(): readonly string[] {
    return (this.#sorted ??= [...this.#files.keys()].toSorted());
  }

  has(uri: string): boolean {
    return this.#files.has(uri);
  }

  /** Parses the file when its tree is needed. Undefined if the file does not exist or could not be read. */
  file(uri: string): ParsedFile | undefined {
    const stored = this.#files.get(uri);
    if (stored?.open !== undefined) return stored.open();
    const languageId = languageOf(uri);
    if (stored?.disk === undefined || languageId === undefined) return undefined;
    return (
      this.#recent.get(uri) ?? this.#recent.add(this.#analyzer.parse({ uri, languageId, text: stored.disk }))
    );
  }

  /** Reuses a file that is already parsed, so that all callers share the same object. */
  adopt(file: ParsedFile): void {
    const stored = this.#files.get(file.uri);
    if (stored?.open === undefined && stored?.disk === file.text) this.#recent.add(file);
  }

  /** Stores the text on disk. The text is undefined if the file exists but cannot be read. */
  write(uri: string, text: string | undefined): void {
    if (isGenerated(uri)) return;
    const stored = this.#files.get(uri);
    if (stored !== undefined && stored.disk === text && text !== undefined) return;
    if (stored === undefined) this.#add(uri, { disk: text, open: undefined });
    else stored.disk = text;
    this.#noteUnread(uri);
    if (stored?.open === undefined) this.#changed(uri);
  }

  /** Records that the file exists. Its text is stored only if another file imports it. */
  note(uri: string, text = ''): void {
    if (isGenerated(uri) || this.#files.has(uri)) return;
    this.#loaders.note(uri, text);
    if (!this.#deferred.note(uri)) return;
    this.#version++;
    this.#invalidation.everything();
  }

  /** Whether another file imports a noted file. */
  isWanted(uri: string): boolean {
    return this.#deferred.isWanted(uri);
  }

  remove(uri: string): void {
    if (this.#deferred.delete(uri)) this.#invalidation.everything();
    const stored = this.#files.get(uri);
    if (stored === undefined) return this.#loaders.delete(uri);
    stored.disk = undefined;
    this.#noteUnread(uri);
    if (stored.open === undefined) this.#drop(uri);
  }

  /** From now on, the text in the editor applies. */
  open(uri: string, current: () => ParsedFile | undefined): void {
    if (isGenerated(uri)) return;
    const stored = this.#files.get(uri);
    if (stored === undefined) this.#add(uri, { disk: undefined, open: current });
    else stored.open = current;
    this.#noteUnread(uri);
    this.#changed(uri);
  }

  edited(uri: string): void {
    const stored = this.#files.get(uri);
    if (stored === undefined) return;
    stored.edits++;
    this.#changed(uri);
  }

  /** From now on, the text on disk applies again. */
  close(uri: string): void {
    const stored = this.#files.get(uri);
    if (stored?.open === undefined) return;
    stored.open = undefined;
    if (stored.disk === undefined) this.#drop(uri);
    else this.#changed(uri);
  }

  isOpen(uri: string): boolean {
    return this.#files.get(uri)?.open !== undefined;
  }

  /** Until {@link finishReading} is called, nothing is reported that a file not yet read could disprove. */
  startReading(): void {
    if (!this.#isReading) this.#version++;
    this.#isReading = true;
  }

  finishReading(): void {
    if (!this.#isReading) return;
    this.#isReading = false;
    this.#version++;
    if (this.#wasAskedEarly) this.#invalidation.everything();
    else if (!this.#wasReadBefore) this.#invalidation.nothing();
    this.#wasAskedEarly = false;
    this.#wasReadBefore = true;
  }

  /**
   * Returns the files whose results may have changed since the last call, based on the dependencies observed
   * in queries.
   */
  takeInvalidated(): ReadonlySet<string> {
    if (this.#loadedVariables !== undefined && this.#loadedVariables !== this.loadsVariables)
      this.#invalidation.everything();
    return this.#invalidation.take(this.uris());
  }

  #hasLoader(): boolean {
    return [...this.#loaders.uris()].some((uri) => !isTestFile(uri, this.rootUri));
  }

  #noteQuestion(): void {
    this.#wasAskedEarly ||= this.#isReading;
  }

  #add(uri: string, file: Pick<StoredFile, 'disk' | 'open'>): void {
    this.#files.set(uri, { ...file, changedAt: this.#version, edits: 0 });
    this.#sorted = undefined;
    // The files that import a noted file are already known.
    if (!this.#deferred.delete(uri)) this.#invalidation.everything();
  }

  #changed(uri: string): void {
    const stored = this.#files.get(uri);
    if (stored === undefined) return;
    this.#invalidation.changed(uri);
    stored.changedAt = ++this.#version;
    this.#recent.delete(uri);
  }

  #noteUnread(uri: string): void {
    const stored = this.#files.get(uri);
    if (stored?.disk === undefined && stored?.open === undefined) this.#unread.add(uri);
    else this.#unread.delete(uri);
  }

  #drop(uri: string): void {
    this.#unread.delete(uri);
    this.#files.delete(uri);
    this.#recent.delete(uri);
    this.#words.delete(uri);
    this.#loaders.delete(uri);
    this.#sorted = undefined;
    this.#version++;
    this.#invalidation.everything();
  }

  #python(uri: string): ParsedFile | undefined {
    const file = isPython(uri) ? this.file(uri) : undefined;
    return file?.languageId === 'python' ? file : undefined;
  }

  #textOf(uri: string): string {
    const stored = this.#files.get(uri);
    return stored?.open === undefined ? (stored?.disk ?? '') : (stored.open()?.text ?? '');
  }
}

/** Excludes stubs (`.pyi`), because they contain no values and call nothing. */
function isPython(uri: string): boolean {
  return uri.endsWith('.py');
}

function isScript(uri: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(uri);
}
