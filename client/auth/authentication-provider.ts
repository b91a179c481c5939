import * as vscode from 'vscode';
import { authenticationProviderId } from '../../contracts/ids.ts';
import type { VaultClient } from '../../vault-client/index.ts';
import { askForKey } from './ask-for-key.ts';
import type { KeyStore } from './key-store.ts';
import { type StoredSession, withoutSession, withSession } from './stored-sessions.ts';

interface ProviderParts {
  readonly store: KeyStore;
  readonly vaultUrl: () => string;
  readonly connect: (url: string, key: string) => VaultClient;
}

/** Vault keys as accounts of the editor: several at once, listed in its Accounts menu. */
export class VaultAuthenticationProvider implements vscode.AuthenticationProvider {
  readonly #parts: ProviderParts;
  readonly #changes =
    new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #known: readonly vscode.AuthenticationSession[] = [];
  readonly onDidChangeSessions = this.#changes.event;

  constructor(parts: ProviderParts) {
    this.#parts = parts;
    this.#subscriptions = [
      parts.store.onDidChange(() => void this.#announceChanges()),
      vscode.authentication.registerAuthenticationProvider(
        authenticationProviderId,
        vscode.l10n.t('Agent Secrets Vault'),
        this,
        { supportsMultipleAccounts: true },
      ),
      this.#changes,
    ];
    void this.#remember();
  }

  async getSessions(
    _scopes?: readonly string[],
    options?: vscode.AuthenticationProviderSessionOptions,
  ): Promise<vscode.AuthenticationSession[]> {
    const sessions = (await this.#parts.store.read()).map(toEditorSession);
    return options?.account ? sessions.filter(({ account }) => account.id === options.account?.id) : sessions;
  }

  /** @throws Error when the person gives up; the editor expects that. */
  async createSession(): Promise<vscode.AuthenticationSession> {
    const session = await this.signIn();
    if (!session) throw new Error(vscode.l10n.t('Sign-in was cancelled.'));
    return toEditorSession(session);
  }

  async removeSession(sessionId: string): Promise<void> {
    const { store } = this.#parts;
    await store.write(withoutSession(await store.read(), sessionId));
  }

  async signIn(): Promise<StoredSession | undefined> {
    const { store, vaultUrl, connect } = this.#parts;
    const url = vaultUrl();
    const signedIn = await askForKey(url, (key) => connect(url, key));
    if (!signedIn) return undefined;
    const { identity, key } = signedIn;
    const session: StoredSession = {
      id: crypto.randomUUID(),
      key,
      url,
      account: { id: identity.id, label: `${identity.name} · ${identity.accountName}` },
    };
    await store.write(withSession(await store.read(), session));
    return session;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** An unreadable storage holds no session; whoever asks for one is told. */
  async #remember(): Promise<void> {
    this.#known = await this.getSessions().catch(() => []);
  }

  async #announceChanges(): Promise<void> {
    const before = this.#known;
    await this.#remember();
    const added = this.#known.filter(({ id }) => !before.some((session) => session.id === id));
    const removed = before.filter(({ id }) => !this.#known.some((session) => session.id === id));
    this.#changes.fire({ added, removed, changed: [] });
  }
}

function toEditorSession({ id, key, account }: StoredSession): vscode.AuthenticationSession {
  return { id, accessToken: key, account, scopes: [] };
}
