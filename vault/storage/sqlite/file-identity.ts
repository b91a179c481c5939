import { statSync } from 'node:fs';

/** Minimum interval between checks, because each takes as long as a small query. */
const pauseMilliseconds = 20;

/**
 * Detects whether the files of an open database were replaced or deleted. SQLite keeps using such files, and
 * everything written to them is lost when the process ends.
 */
export class FileIdentity {
  readonly #files: readonly (readonly [path: string, identity: string])[];
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** This process must have just opened the database for writing. */
  constructor(path: string) {
    this.#files = [path, `${path}-wal`].flatMap((file) => {
      const identity = identityOf(file);
      return identity === undefined ? [] : [[file, identity] as const];
    });
  }

  /** Skips the check shortly after the previous one; the next check finds any change since then. */
  isKept(): boolean {
    const now = performance.now();
    if (now - this.#lookedAt < pauseMilliseconds) return true;
    this.#lookedAt = now;
    return this.#files.every(([path, identity]) => identityOf(path) === identity);
  }
}

/** Identifies a file uniquely while any process has it open; `undefined` if it does not exist. */
export function identityOf(path: string): string | undefined {
  const file = statSync(path, { throwIfNoEntry: false, bigint: true });
  return file && `${String(file.dev)}:${String(file.ino)}`;
}
