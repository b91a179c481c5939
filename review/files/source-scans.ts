import { languageOf } from '../../analysis/index.ts';
import type { BufferReader } from './buffer-reader.ts';
import type { FileTree } from './file-tree.ts';
import type { ScanFiles } from './scan-files.ts';
import { createSourceScanner, lettersOf, type ScanSource, type SourceScan } from './scan-source.ts';

/** Below this number of files, starting threads takes longer than looking at the files. */
const fewestAhead = 2_000;

interface Options {
  readonly tree: FileTree;
  readonly reader: BufferReader;
  /** The functions that read secrets in any file. */
  readonly readers: () => readonly string[];
  /** Absent where there are no threads. */
  readonly scanFiles: ScanFiles | undefined;
}

/** What is known about the source files of a command from looking at each of them once. */
export class SourceScans {
  readonly #options: Options;
  readonly #found = new Map<string, SourceScan | undefined>();
  readonly #clean = new Set<string>();
  #scan: ScanSource | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Looks at many files at once, before the command reads them one by one. */
  async ahead(files: readonly string[]): Promise<void> {
    const { tree, readers, scanFiles } = this.#options;
    if (scanFiles === undefined || !tree.isDisk || files.length < fewestAhead) return;
    await scanFiles(files, readers(), (file, { mayMatter, ...scan }) => {
      this.#found.set(file, scan);
      if (!mayMatter) this.#clean.add(file);
    });
  }

  /** Whether a check finds nothing in this file alone. Known only of files that were looked at ahead. */
  isClean(file: string): boolean {
    return this.#clean.has(file);
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
