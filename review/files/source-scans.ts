import { languageOf } from '../../analysis/index.ts';
import type { BufferReader } from './buffer-reader.ts';
import type { FileTree } from './file-tree.ts';
import type { ScanFiles, SourceScan } from '../host/scan-files.ts';
import { createSourceScanner, lettersOf, type ScanSource } from './scan-source.ts';

/** Below this number of files, starting threads takes longer than scanning the files. */
const fewestAhead = 2_000;

interface Options {
  readonly tree: FileTree;
  readonly reader: BufferReader;
  /** The functions that read secrets in any file. */
  readonly readers: () => readonly string[];
  /** Absent where there are no threads. */
  readonly scanFiles: ScanFiles | undefined;
}

/** The results of scanning each source file of a command once. */
export class SourceScans {
  readonly #options: Options;
  readonly #found = new Map<string, SourceScan | undefined>();
  readonly #clean = new Set<string>();
  readonly #readingVariables = new Set<string>();
  #scan: ScanSource | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Scans many files at once, before the command reads them one by one. */
  async ahead(files: readonly string[]): Promise<void> {
    const { tree, readers, scanFiles } = this.#options;
    if (scanFiles === undefined || !tree.isDisk || files.length < fewestAhead) return;
    await scanFiles(files, readers(), (file, { mayMatter, mayReadVariables, ...scan }) => {
      this.#found.set(file, scan);
      if (!mayMatter) (mayReadVariables ? this.#readingVariables : this.#clean).add(file);
    });
  }

  /** Whether a check finds nothing in this file alone. Known only for files that were scanned in advance. */
  isClean(file: string): boolean {
    return this.#clean.has(file);
  }

  /** Whether a check finds nothing in this file alone without knowing which variables are set. */
  readsOnlyVariables(file: string): boolean {
    return this.#readingVariables.has(file);
  }

  /** Undefined if the file cannot be read, or is too large to be code. */
  of(file: string): SourceScan | undefined {
    if (!this.#found.has(file)) this.#found.set(file, this.#scanNow(file));
    return this.#found.get(file);
  }

  #scanNow(file: string): SourceScan | undefined {
    this.#scan ??= createSourceScanner(this.#options.readers());
    const bytes = this.#options.reader.readCode(file);
    return bytes && this.#scan(bytes, lettersOf(bytes), languageOf(file) ?? '');
  }
}
