import { statSync } from 'node:fs';

/** Between two looks, because each takes as long as a small query. */
const pauseMilliseconds = 20;

/**
 * Whether the files of an open database are still the ones under their names. SQLite goes on with files
 * that were replaced or deleted, and everything written to them is lost with the process.
 */
export class FileIdentity {
  readonly #files: readonly (readonly [path: string, identity: string])[];
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** Of a database that this process has just opened to write. */
  constructor(path: string) {
    this.#files = [path, `${path}-wal`].flatMap((file) => {
      const identity = identityOf(file);
      return identity === undefined ? [] : [[file, identity] as const];
    });
  }

  /** Looks unless it just did; what changed since is found by the next look. */
  isKept(): boolean {
    const now = performance.now();
    if (now - this.#lookedAt < pauseMilliseconds) return true;
    this.#lookedAt = now;
    return this.#files.every(([path, identity]) => identityOf(path) === identity);
  }
}

/** Tells a file from every other one while any process has it open; `undefined` if there is none. */
export function identityOf(path: string): string | undefined {
  const file = statSync(path, { throwIfNoEntry: false, bigint: true });
  return file && `${String(file.dev)}:${String(file.ino)}`;
}
