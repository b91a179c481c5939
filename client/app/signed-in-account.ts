import * as vscode from 'vscode';
import type { Right } from '../../contracts/vault-api/identity.ts';
import { accountAt, type Account } from '../session/account.ts';
import { afterSignIn } from '../session/after-sign-in.ts';
import type { App } from './app.ts';
import { signsInAgain } from '../auth/sign-in-again.ts';
import { retryingAfterSignIn } from '../session/retry-after-sign-in.ts';
import type { SessionState } from '../session/session-state.ts';
import { translate } from '../common/translate.ts';
import type { VaultClient } from '../../vault-client/index.ts';

/**
 * The account, if the user is signed in (or signs in now) and has the required right. Otherwise shows why
 * not.
 */
export async function signedInAccount(app: App, right: Right): Promise<Account | undefined> {
  const signedIn = await signedInVault(app, right);
  return signedIn && accountAt(signedIn.vault, signedIn.accountId, () => app.session.changed());
}

export interface SignedIn {
  readonly vault: VaultClient;
  readonly accountId: string;
}

/**
 * Like the account, but with every route of the vault. If the session ends during the work, prompts for a new
 * sign-in.
 */
export async function signedInVault(app: App, right: Right): Promise<SignedIn | undefined> {
  const { session } = app;
  const state = await session.settled();
  if (state.kind === 'signedOut') return (await signsIn(app)) ? signedInVault(app, right) : undefined;
  const { vault, accountId } = session;
  if (!vault || accountId === undefined || state.kind === 'disabled') {
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
 * Whether the user agrees to sign in and the vault accepts the key. Then the interrupted command continues.
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
