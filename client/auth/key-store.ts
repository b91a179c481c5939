import type * as vscode from 'vscode';
import { parseSessions, type StoredSessions } from './stored-sessions.ts';

const storageKey = 'agentSecrets.sessions';

/** The only place keys lie: the editor's secret storage, shared by all windows. */
export class KeyStore {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  async read(): Promise<StoredSessions> {
    return parseSessions(await this.#secrets.get(storageKey));
  }

  async write(sessions: StoredSessions): Promise<void> {
    if (sessions.length === 0) await this.#secrets.delete(storageKey);
    else await this.#secrets.store(storageKey, JSON.stringify(sessions));
  }

  /** Fires in every window, for the one that wrote too. */
  onDidChange(listener: () => void): vscode.Disposable {
    return this.#secrets.onDidChange(({ key }) => {
      if (key === storageKey) listener();
    });
  }
}
