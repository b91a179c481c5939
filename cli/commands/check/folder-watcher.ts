import { type FSWatcher, watch } from 'node:fs';
import { CliError } from '../../host/cli-error.ts';

/** After the first event, changes are collected until none arrives for this long, in milliseconds. */
const quietMs = 50;
/** The maximum delay, even if events keep arriving. */
const longestMs = 1_000;

/**
 * Notices that something changed in a set of folders. One watcher for each folder, because Node's recursive
 * one also follows folders such as `node_modules`, and loses folders that are deleted and created again.
 */
export class FolderWatcher implements Disposable {
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  #hasChanged = false;
  #wake: (() => void) | undefined;

  /**
   * Watches exactly these folders, given by path and identity. A folder that does not exist any more is left
   * out. @throws CliError
   */
  follow(folders: ReadonlyMap<string, string>): void {
    for (const [folder, { identity }] of this.#watchers)
      if (folders.get(folder) !== identity) this.#drop(folder);
    for (const [folder, identity] of folders) if (!this.#watchers.has(folder)) this.#add(folder, identity);
  }

  /** Resolves once something has changed and the changes have paused. */
  async changed(): Promise<void> {
    if (!this.#hasChanged) await this.#next();
    const latest = Date.now() + longestMs;
    do this.#hasChanged = false;
    while ((await this.#nextWithin(quietMs)) && Date.now() < latest);
  }

  [Symbol.dispose](): void {
    for (const folder of this.#watchers.keys()) this.#drop(folder);
  }

  #add(folder: string, identity: string): void {
    try {
      const watcher = watch(folder, () => this.#noteChange());
      watcher.on('error', () => {
        this.#drop(folder);
        this.#noteChange();
      });
      this.#watchers.set(folder, { watcher, identity });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ENOSPC' || code === 'EMFILE') throw new CliError(tooMany);
    }
  }

  /** The same path may soon be a different folder, so its watcher must not be kept. */
  #drop(folder: string): void {
    this.#watchers.get(folder)?.watcher.close();
    this.#watchers.delete(folder);
  }

  #noteChange(): void {
    this.#hasChanged = true;
    this.#wake?.();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Whether something changed within this time. */
  #nextWithin(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}

const tooMany =
  'The system cannot watch this many folders. Give fewer paths, or raise fs.inotify.max_user_watches.';
