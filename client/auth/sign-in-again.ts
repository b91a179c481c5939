import * as vscode from 'vscode';
import { afterSignIn } from '../session/after-sign-in.ts';
import type { VaultClient } from '../../vault-client/index.ts';
import type { VaultSession } from '../session/vault-session.ts';
import type { VaultAuthenticationProvider } from './authentication-provider.ts';

interface Parts {
  readonly session: VaultSession;
  readonly authentication: Pick<VaultAuthenticationProvider, 'signIn'>;
}

/**
 * Prompts the user to sign in again after the vault rejected their session; updates every view first. False
 * if they decline, or if someone else signs in, because the work does not belong to that user.
 */
export async function signsInAgain({ session, authentication }: Parts, vault: VaultClient): Promise<boolean> {
  if (session.state.kind !== 'signedOut') await session.refresh();
  if (session.state.kind === 'signedOut') {
    if (!(await wantsTo()) || !(await authentication.signIn().catch(() => undefined))) return false;
    await afterSignIn(session);
  }
  return session.vault === vault && session.state.kind !== 'signedOut';
}

async function wantsTo(): Promise<boolean> {
  const signIn = vscode.l10n.t('Sign In');
  const question = vscode.l10n.t('Your sign-in has ended. Sign in again to go on?');
  const detail = vscode.l10n.t('Your input is kept.');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, signIn)) === signIn;
}
