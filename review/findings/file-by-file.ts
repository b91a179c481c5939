import { visible } from '../../contracts/visible-text.ts';

/** A file that made the analysis fail. This is a bug in the analysis; other files are still analyzed. */
export interface FailedFile {
  readonly path: string;
  readonly reason: string;
}

/** Describes such a file in notes and reports. */
export function failedSentence({ path, reason }: FailedFile): string {
  return `"${visible(path)}" could not be checked: agent-secrets failed (${reason}). Please report this.`;
}

/** Processes files one by one. If one fails, records the error and returns no results for that file. */
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
