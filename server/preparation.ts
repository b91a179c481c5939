import type { Analyzer, FileContext, ParsedFile, ProjectFiles } from '../analysis/index.ts';
import type { Documents } from './documents.ts';
import { platform } from './platform/current.ts';

/** False once the results for a version of a file are no longer needed. */
type IsWanted = () => boolean;

/** How long a slice may block everything else, in milliseconds. Values are followed while the user types. */
const slice = { names: 50, values: 10 } as const;

interface UnderWay {
  readonly version: number | undefined;
  readonly work: Promise<void>;
}

type UnderWayByFile = WeakMap<ParsedFile, UnderWay>;

/**
 * Analyzes files in slices, so that a slow file does not block others. Concurrent requests for the same file share
 * the work, which stops once it is no longer wanted.
 */
export class Preparation {
  readonly #analyzer: () => Analyzer;
  readonly #documents: Documents;
  readonly #names: UnderWayByFile = new WeakMap();
  readonly #values: UnderWayByFile = new WeakMap();

  constructor(analyzer: () => Analyzer, documents: Documents) {
    this.#analyzer = analyzer;
    this.#documents = documents;
  }

  /** The open file once its names are known. Undefined if it is no longer open. */
  async named(uri: string, { project }: FileContext): Promise<ParsedFile | undefined> {
    for (let file = this.#documents.file(uri); file !== undefined;) {
      const current = file;
      await this.names(file, project, () => this.#documents.file(uri) === current);
      // If the file was edited in the meantime, the current text is analyzed.
      file = this.#documents.file(uri);
      if (file === current) return file;
    }
    return undefined;
  }

  /** The open file once its values have been followed, too. Undefined if it is no longer open. */
  async followed(uri: string, context: FileContext): Promise<ParsedFile | undefined> {
    for (let file = await this.named(uri, context); file !== undefined;) {
      const current = file;
      await this.values(file, context.project, () => this.#documents.file(uri) === current);
      file = await this.named(uri, context);
      if (file === current) return file;
    }
    return undefined;
  }

  /** Finds the names in a version of a file, which need not be open. */
  names(file: ParsedFile, project: ProjectFiles | undefined, isWanted: IsWanted = always): Promise<void> {
    const work = (): Promise<void> =>
      inSlices(this.#analyzer().prepare(file, project), slice.names, isWanted);
    return shared(this.#names, file, project?.version, work);
  }

  /** Also follows the values. If other files change in the meantime, the values are followed again. */
  async values(
    file: ParsedFile,
    project: ProjectFiles | undefined,
    isWanted: IsWanted = always,
  ): Promise<void> {
    const work = (): Promise<void> =>
      inSlices(this.#analyzer().follow(file, project), slice.values, isWanted);
    await shared(this.#values, file, project?.version, work);
    while (isWanted() && !this.#analyzer().isFollowed(file, project)) {
      await platform.nextTurn();
      await shared(this.#values, file, project?.version, work);
    }
  }
}

const always: IsWanted = () => true;

async function shared(
  all: UnderWayByFile,
  file: ParsedFile,
  version: number | undefined,
  start: () => Promise<void>,
): Promise<void> {
  const known = all.get(file);
  if (known !== undefined && known.version === version) return known.work;
  const work = start();
  all.set(file, { version, work });
  try {
    await work;
  } finally {
    if (all.get(file)?.work === work) all.delete(file);
  }
}

async function inSlices(
  work: Iterator<undefined, unknown>,
  sliceMs: number,
  isWanted: IsWanted,
): Promise<void> {
  let started = performance.now();
  while (work.next().done !== true) {
    if (performance.now() - started < sliceMs) continue;
    await platform.nextTurn();
    if (!isWanted()) return;
    started = performance.now();
  }
}
