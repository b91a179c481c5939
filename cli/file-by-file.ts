import { visible } from './output/visible-text.ts';

/** A file that the analysis failed on. That is a mistake of ours; the other files are looked at all the same. */
export interface FailedFile {
  readonly path: string;
  readonly reason: string;
}

/** What notes and reports say of such a file. */
export function failedSentence({ path, reason }: FailedFile): string {
  return `"${visible(path)}" could not be checked: agent-secrets failed (${reason}). Please report this.`;
}

/** Works on one file after the other: where one fails, that is kept, and it brings nothing. */
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
