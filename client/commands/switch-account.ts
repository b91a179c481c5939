import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { sessionsAt, type StoredSession } from '../session/stored-sessions.ts';
import { vaultUrl } from '../common/configuration.ts';
import { confirmsLeaving } from '../panels/unsaved.ts';

interface AccountItem extends vscode.QuickPickItem {
  readonly session?: StoredSession;
}

/**
 * Switches to another account of this vault in every window; the previous session stays valid until sign-out.
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
