import type { Analyzer, ParsedFile, ProjectFiles } from '../analysis/index.ts';
import { platform } from './platform/node.ts';

/** How long a slice may block everything else, in milliseconds. */
const sliceMs = 50;

interface UnderWay {
  readonly version: number | undefined;
  readonly work: Promise<void>;
}

/** Analyzes files in slices, so that a slow file does not block others. */
export class Preparation {
  readonly #underWay = new WeakMap<ParsedFile, UnderWay>();

  /** Concurrent requests for the same file share the work, which stops once `isWanted` returns false. */
  async of(
    analyzer: Analyzer,
    file: ParsedFile,
    project: ProjectFiles | undefined,
    isWanted: () => boolean,
  ): Promise<void> {
    const known = this.#underWay.get(file);
    const version = project?.version;
    if (known !== undefined && known.version === version) return known.work;
    const work = inSlices(analyzer.prepare(file, project), isWanted);
    this.#underWay.set(file, { version, work });
    try {
      await work;
    } finally {
      if (this.#underWay.get(file)?.work === work) this.#underWay.delete(file);
    }
  }
}

async function inSlices(work: Iterator<undefined, unknown>, isWanted: () => boolean): Promise<void> {
  let started = performance.now();
  while (work.next().done !== true) {
    if (performance.now() - started < sliceMs) continue;
    await platform.nextTurn();
    if (!isWanted()) return;
    started = performance.now();
  }
}
