import * as vscode from 'vscode';
import { authenticationProviderId } from '../../contracts/ids.ts';
import { VaultError } from '../../vault-client/index.ts';
import { endSession } from '../../vault-client/sign-in.ts';
import { translate } from '../common/translate.ts';
import type { KeyStore } from './key-store.ts';
import { obtainKey } from './obtain-key.ts';
import type { SignInParts } from './sign-in.ts';
import { accountOf, personLeaves, type StoredSession } from '../session/stored-sessions.ts';

interface ProviderParts extends SignInParts {
  readonly store: KeyStore;
  readonly vaultUrl: () => string;
  /** Called before another user replaces the one who is signed in; returns whether that is allowed. */
  readonly mayLeave: () => Promise<boolean>;
  /** Revokes the tokens issued with the key, while the key is still valid. */
  readonly signsOut: (session: StoredSession) => Promise<void>;
  /** Called in every window. */
  readonly signedOut: (session: StoredSession) => void;
}

/**
 * Shows vault sign-ins as editor accounts. Several accounts can be signed in; the Accounts menu lists them.
 */
export class VaultAuthenticationProvider implements vscode.AuthenticationProvider {
  readonly #parts: ProviderParts;
  readonly #changes =
    new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly #subscriptions: readonly { dispose(): void }[];
  #known: readonly StoredSession[] = [];
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

  /** @throws Error if the user cancels, as the editor expects */
  async createSession(): Promise<vscode.AuthenticationSession> {
    const session = await this.signIn();
    if (!session) throw new Error(vscode.l10n.t('Sign-in was cancelled.'));
    return toEditorSession(session);
  }

  async removeSession(sessionId: string): Promise<void> {
    const session = (await this.#parts.store.read()).find(({ id }) => id === sessionId);
    if (session) await this.signOut(session);
  }

  /** `undefined` if the user cancels or chooses to keep the previous user's open forms. */
  async signIn(): Promise<StoredSession | undefined> {
    const { store, vaultUrl, mayLeave } = this.#parts;
    const url = vaultUrl();
    const signedIn = await obtainKey(url, this.#parts);
    if (!signedIn) return undefined;
    const { identity, key, origin } = signedIn;
    const account = accountOf(identity);
    const session = { id: crypto.randomUUID(), key, url, account, origin, createdAt: Date.now() };
    if (personLeaves(await store.current(url), session) && !(await mayLeave())) {
      await this.#end(session);
      return undefined;
    }
    await store.add(session);
    return session;
  }

  /**
   * Removes the key immediately. If the session was created by a sign-in, also ends it at the vault, provided
   * the vault is reachable.
   */
  async signOut(session: StoredSession): Promise<void> {
    const takenBack = this.#parts.signsOut(session);
    await this.#parts.store.remove(session);
    await takenBack;
    await this.#end(session);
  }

  /** Ends all of the user's sessions, then removes the key. @throws VaultError without removing anything */
  async signOutEverywhere(session: StoredSession): Promise<void> {
    const { url, key } = session;
    await this.#parts.signsOut(session);
    await endSession({ url, key, fetch: this.#parts.fetch, translate }, { everywhere: true });
    await this.#parts.store.remove(session);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Ends the session at the vault, where it would otherwise remain valid until it expires. */
  async #end({ url, key, origin }: StoredSession): Promise<void> {
    if (origin !== 'signIn') return;
    try {
      await endSession({ url, key, fetch: this.#parts.fetch, translate });
    } catch (error) {
      if (hasEnded(error)) return;
      const sentence = vscode.l10n.t('Your session remains valid on the vault until it expires.');
      void vscode.window.showWarningMessage(`${messageOf(error)} ${sentence}`);
    }
  }

  /** If the storage cannot be read, there are no sessions; callers that need a session get an error. */
  async #remember(): Promise<void> {
    this.#known = await this.#parts.store.read().catch(() => []);
  }

  async #announceChanges(): Promise<void> {
    const before = this.#known;
    await this.#remember();
    const added = this.#known.filter(isMissingIn(before));
    const removed = before.filter(isMissingIn(this.#known));
    for (const session of removed)
      if (!this.#known.some(isOfSameAccount(session))) this.#parts.signedOut(session);
    if (added.length + removed.length === 0) return;
    this.#changes.fire({
      added: added.map(toEditorSession),
      removed: removed.map(toEditorSession),
      changed: [],
    });
  }
}

function isMissingIn(sessions: readonly StoredSession[]): (session: StoredSession) => boolean {
  const ids = new Set(sessions.map(({ id }) => id));
  return ({ id }) => !ids.has(id);
}

function isOfSameAccount({ url, account }: StoredSession): (session: StoredSession) => boolean {
  return (other) => other.url === url && other.account.id === account.id;
}

/** Whether the session has already ended, in this window or elsewhere. */
function hasEnded(error: unknown): boolean {
  return error instanceof VaultError && ['CredentialExpired', 'Unauthenticated'].includes(error.code);
}

function messageOf(error: unknown): string {
  return error instanceof VaultError ? error.message : vscode.l10n.t('The vault could not be notified.');
}

function toEditorSession({ id, key, account }: StoredSession): vscode.AuthenticationSession {
  return { id, accessToken: key, account, scopes: [] };
}
