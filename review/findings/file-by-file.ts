import { visible } from '../../contracts/visible-text.ts';

/** A file that was not checked. Other files are. */
export interface FailedFile {
  readonly path: string;
  /**
   * Why the analysis failed, which is a bug in it; for a file that was not read, a description of the file:
   * `is larger than 5 MB`.
   */
  readonly reason: string;
  readonly isUnread?: true;
}

/** Describes such a file in notes and reports. */
export function failedSentence({ path, reason, isUnread }: FailedFile): string {
  if (isUnread) return `"${visible(path)}" was not checked, because it ${reason}.`;
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
