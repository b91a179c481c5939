import { statSync } from 'node:fs';

/** Minimum interval between checks, because each takes as long as a small query. */
const pauseMilliseconds = 20;

/**
 * Whether the files of an open database are still the ones under their names. SQLite continues to use files
 * that were replaced or deleted, and everything written to them is lost when the process ends.
 */
export class FileIdentity {
  readonly #files: readonly (readonly [path: string, identity: string])[];
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** The database must have just been opened for writing by this process. */
  constructor(path: string) {
    this.#files = [path, `${path}-wal`].flatMap((file) => {
      const identity = identityOf(file);
      return identity === undefined ? [] : [[file, identity] as const];
    });
  }

  /** Skipped shortly after the previous check; a change since then is found by the next one. */
  isKept(): boolean {
    const now = performance.now();
    if (now - this.#lookedAt < pauseMilliseconds) return true;
    this.#lookedAt = now;
    return this.#files.every(([path, identity]) => identityOf(path) === identity);
  }
}

/** Identifies a file among all others while any process has it open; `undefined` if it does not exist. */
export function identityOf(path: string): string | undefined {
  const file = statSync(path, { throwIfNoEntry: false, bigint: true });
  return file && `${String(file.dev)}:${String(file.ino)}`;
}
