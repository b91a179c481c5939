import { placeOf, type StoredSession } from './stored-sessions.ts';
import type { CatalogMemory } from './vault-session.ts';
import { parseJson } from '../../contracts/guards.ts';
import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import { isCatalogAnswer } from '../../vault-client/index.ts';

/** Text files in the extension's folder. Files that cannot be read or written count as missing. */
export interface NamesFolder {
  read(path: readonly string[]): Promise<string>;
  write(path: readonly string[], text: string): Promise<void>;
  remove(path: readonly string[]): Promise<void>;
}

interface Parts {
  readonly folder: NamesFolder;
  /** Users can turn off the cache on disk. */
  readonly isWanted: () => boolean;
}

/**
 * Caches the catalogs that the vault last returned, so that the extension can start without the vault. An
 * account's cache is deleted when the account signs out.
 */
export class KeptNames {
  readonly #parts: Parts;
  /** Operations run sequentially, so that a deleted entry is not written again. */
  #work: Promise<unknown> = Promise.resolve();
  readonly #forgetters = new Map<string, () => void>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  memoryOf(session: StoredSession): CatalogMemory {
    const { folder, isWanted } = this.#parts;
    let wasForgotten = false;
    this.#forgetters.set(placeOf(session), () => (wasForgotten = true));
    return {
      recall: (agentId) =>
        this.#inOrder(async () => {
          if (!isWanted()) return undefined;
          return readKeptText(await folder.read([await folderOf(session), await fileOf(agentId)]), agentId);
        }),
      keep: (catalog) =>
        void this.#inOrder(async () => {
          if (!isWanted() || wasForgotten) return;
          await folder.write([await folderOf(session), await fileOf(catalog.agentId)], keptText(catalog));
        }),
    };
  }

  /** Deletes an account's cache when the account signs out. */
  async forget(session: StoredSession): Promise<void> {
    this.#forgetters.get(placeOf(session))?.();
    await this.#inOrder(async () => this.#parts.folder.remove([await folderOf(session)]));
  }

  /** Deletes all accounts' caches when the cache is turned off. */
  async forgetAll(): Promise<void> {
    await this.#inOrder(() => this.#parts.folder.remove([]));
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T | undefined> {
    const done = this.#work.then(work).catch(() => undefined);
    this.#work = done;
    return done;
  }
}

/**
 * The part of a catalog that is cached: names, kinds, fields and access. Descriptions are excluded because
 * they are free text.
 */
function keptText(catalog: CatalogAnswer): string {
  const secrets = catalog.secrets.map((secret) => ({ ...secret, description: '' }));
  return JSON.stringify({ ...catalog, secrets });
}

/** Undefined unless the text is this agent's catalog: the file may be incomplete or from another version. */
function readKeptText(text: string, agentId: string): CatalogAnswer | undefined {
  const value = parseJson(text);
  return isCatalogAnswer(value) && value.agentId === agentId ? value : undefined;
}

/** The folder for an account of a vault. Its name reveals neither the account nor the vault. */
function folderOf(session: Pick<StoredSession, 'account' | 'url'>): Promise<string> {
  return digest(placeOf(session));
}

async function fileOf(agentId: string): Promise<string> {
  return `${await digest(agentId)}.json`;
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes.slice(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
