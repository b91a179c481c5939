import * as vscode from 'vscode';
import { VaultError } from '../../vault-client/index.ts';
import type { App } from './app.ts';

/** Runs a user action; shows a one-sentence message if the vault call fails. */
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
