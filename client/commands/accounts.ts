import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { vaultUrl } from '../common/configuration.ts';
import { confirms, confirmsLeaving } from '../panels/confirm.ts';
import { sessionsAt, type StoredSession } from '../session/stored-sessions.ts';
import { VaultError } from '../../vault-client/index.ts';

/** The session needs no update here: the key store notifies every window. */
export async function signIn({ authentication }: App): Promise<void> {
  await authentication.signIn();
}

/** After a confirmation, also ends the user's sessions in other editors and on other machines. */
export async function signOutEverywhere({ keys, authentication, panels }: App): Promise<void> {
  const current = await keys.current(vaultUrl());
  if (!current) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Sign in to the vault first.'));
    return;
  }
  if (!(await confirmsSignOut(current)) || !(await confirmsLeaving(panels))) return;
  try {
    await authentication.signOutEverywhere(current);
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('$(check) Signed out everywhere: {0}', current.account.label),
      5000,
    );
  } catch (error) {
    void vscode.window.showErrorMessage(sentenceOf(error));
  }
}

async function confirmsSignOut({ account }: StoredSession): Promise<boolean> {
  const question = vscode.l10n.t('Sign out {0} everywhere?', account.label);
  const detail = vscode.l10n.t(
    'This ends all your sessions, in every editor and on every machine, and all sandboxes that you started. Keys issued by an account admin stay valid.',
  );
  const yes = vscode.l10n.t('Sign Out Everywhere');
  return confirms(question, yes, detail);
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof VaultError)) return vscode.l10n.t('Your sessions could not be ended. Try again.');
  if (error.code !== 'Conflict') return error.message;
  return vscode.l10n.t('An account admin issued this key. It stays valid until an admin revokes it.');
}

/**
 * If several accounts are signed in, signing out switches to another one. A message reports this and stays
 * until it is dismissed.
 */
export async function signOut(app: App): Promise<void> {
  const { keys, authentication, panels } = app;
  const current = await keys.current(vaultUrl());
  if (!current || !(await confirmsLeaving(panels))) return;
  await authentication.signOut(current);
  const next = await keys.current(vaultUrl());
  if (!next) {
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('$(check) Signed out of {0}', current.account.label),
      5000,
    );
    return;
  }
  const again = vscode.l10n.t('Sign Out');
  const message = vscode.l10n.t(
    'Signed out of {0}. You are signed in as {1} now.',
    current.account.label,
    next.account.label,
  );
  if ((await vscode.window.showInformationMessage(message, again)) === again) await signOut(app);
}

interface AccountItem extends vscode.QuickPickItem {
  readonly session?: StoredSession;
}

/**
 * Switches to another account of this vault in every window. The previous session stays valid until it is
 * signed out.
 */
export async function switchAccount(app: App): Promise<void> {
  const { keys, authentication, panels } = app;
  const url = vaultUrl();
  const [sessions, current] = await Promise.all([keys.read(), keys.current(url)]);
  const accounts = sessionsAt(sessions, url).map((session): AccountItem => itemOf(session, current));
  const another: AccountItem = { label: vscode.l10n.t('$(add) Sign in to another account…') };
  const title = vscode.l10n.t('Use Which Account of {0}?', url);
  const picked = await vscode.window.showQuickPick([...accounts, another], { title });
  if (!picked) return;
  if (!picked.session) await authentication.signIn();
  else if (picked.session.id !== current?.id && (await confirmsLeaving(panels)))
    await keys.choose(picked.session);
}

function itemOf(session: StoredSession, current: StoredSession | undefined): AccountItem {
  const label = `$(account) ${session.account.label}`;
  return session.id === current?.id
    ? { label, session, description: vscode.l10n.t('in use') }
    : { label, session };
}
