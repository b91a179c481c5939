import { visible } from '../output/visible-text.ts';

/** A file on which the analysis failed. That is a bug of ours; the other files are still analyzed. */
export interface FailedFile {
  readonly path: string;
  readonly reason: string;
}

/** The description of such a file in notes and reports. */
export function failedSentence({ path, reason }: FailedFile): string {
  return `"${visible(path)}" could not be checked: agent-secrets failed (${reason}). Please report this.`;
}

/** Processes the files in turn. If one fails, the error is recorded and the file has no results. */
export class FileByFile {
  readonly #failed: FailedFile[] = [];

  get failed(): readonly FailedFile[] {
    return this.#failed;
  }

  on<T>(path: string, work: () => readonly T[]): readonly T[] {
    try {
      return work();
    } catch (error) {
      this.#failed.push({ path, reason: String(error) });
      return [];
    }
  }
}
