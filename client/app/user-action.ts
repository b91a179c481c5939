import * as vscode from 'vscode';
import type { App } from './app.ts';
import { confirms } from '../panels/confirm.ts';
import { translate } from '../common/translate.ts';
import { afterSignIn } from '../session/await-session.ts';
import { retryingAfterSignIn } from '../session/retry-after-sign-in.ts';
import type { SessionState, SignedIn } from '../session/session-state.ts';
import type { Right } from '../../contracts/vault-api/identity.ts';
import { type VaultClient, VaultError } from '../../vault-client/index.ts';

/**
 * Returns the vault if the user is signed in, or signs in now, and has the required right. Otherwise shows
 * why not. If the session ends during the work, prompts the user to sign in again.
 */
export async function signedInVault(app: App, right: Right): Promise<SignedIn | undefined> {
  const { session } = app;
  const state = await session.settled();
  if (state.kind === 'signedOut') return (await signsIn(app)) ? signedInVault(app, right) : undefined;
  const { vault, accountId } = session;
  // Only the account itself can be changed while its vault is turned off.
  const isOff = state.kind === 'disabled' && right !== 'account:write';
  if (!vault || accountId === undefined || isOff) {
    sayWhy(state);
    return undefined;
  }
  if (!session.may(right)) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Your role does not allow this. Ask an account admin.'),
    );
    return undefined;
  }
  return { vault: retryingAfterSignIn(vault, () => signsInAgain(app, vault)), accountId };
}

function sayWhy(state: SessionState): void {
  if (state.kind === 'offline' || state.kind === 'failed') {
    void vscode.window.showWarningMessage(translate(state.message));
  } else if (state.kind === 'disabled') {
    void vscode.window.showWarningMessage(vscode.l10n.t('The vault is turned off for your account.'));
  }
}

/**
 * Whether the user agrees to sign in and the vault accepts the key. If so, the interrupted command continues.
 */
async function signsIn({ authentication, session }: App): Promise<boolean> {
  const signIn = vscode.l10n.t('Sign In');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Sign in to the vault first.'),
    signIn,
  );
  if (chosen !== signIn || !(await authentication.signIn())) return false;
  const state = await afterSignIn(session);
  return state.kind !== 'signedOut';
}

/** Runs a user action. If the vault call fails, shows a one-sentence message. */
export async function withErrorMessage({ log }: App, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    log.warn(`${error.code} ${error.requestId ?? ''}`.trim());
    const showLog = vscode.l10n.t('Show Log');
    const chosen = await vscode.window.showErrorMessage(error.message, showLog);
    if (chosen === showLog) log.show();
  }
}

/**
 * Updates all views and prompts the user to sign in again after the vault has rejected their session. Returns
 * false if they decline or someone else signs in, because the work does not belong to that user.
 */
async function signsInAgain({ session, authentication }: App, vault: VaultClient): Promise<boolean> {
  if (session.state.kind !== 'signedOut') await session.refresh();
  if (session.state.kind === 'signedOut') {
    const question = vscode.l10n.t('Your session has ended. Sign in again to continue?');
    const isWanted = await confirms(question, vscode.l10n.t('Sign In'), vscode.l10n.t('Your input is kept.'));
    if (!isWanted || !(await authentication.signIn().catch(() => undefined))) return false;
    await afterSignIn(session);
  }
  return session.vault === vault && session.state.kind !== 'signedOut';
}
