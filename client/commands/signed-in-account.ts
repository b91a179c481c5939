import * as vscode from 'vscode';
import type { Right } from '../../contracts/vault-api/identity.ts';
import { accountAt, type Account } from '../account.ts';
import type { App } from '../app.ts';

/** The account, if the person is signed in and may do this; else says what is missing. */
export async function signedInAccount({ session }: App, right: Right): Promise<Account | undefined> {
  const { vault, accountId } = session;
  if (!vault || accountId === undefined) {
    await offerSignIn();
    return undefined;
  }
  if (!session.may(right)) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Your role does not allow this. Ask an administrator of the account.'),
    );
    return undefined;
  }
  return accountAt(vault, accountId);
}

async function offerSignIn(): Promise<void> {
  const signIn = vscode.l10n.t('Sign In');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Sign in to the vault first.'),
    signIn,
  );
  if (chosen === signIn) await vscode.commands.executeCommand('agentSecrets.signIn');
}
