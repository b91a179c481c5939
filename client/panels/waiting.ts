import * as vscode from 'vscode';

/** Milliseconds after which a wait is shown as progress. */
const unnoticed = 1_000;

/** The answer; `undefined` once the user has canceled the wait. */
export async function answerOf<T extends object>(question: Promise<T>): Promise<T | undefined> {
  const early = await Promise.race([question, pause(unnoticed)]);
  if (early) return early;
  const location = vscode.ProgressLocation.Notification;
  const title = vscode.l10n.t('Waiting for the vault…');
  return vscode.window.withProgress({ location, title, cancellable: true }, (_progress, cancellation) =>
    Promise.race([question, cancelled(cancellation)]),
  );
}

export function pause(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined));
}

function cancelled(cancellation: vscode.CancellationToken): Promise<undefined> {
  return new Promise((resolve) => cancellation.onCancellationRequested(() => resolve(undefined)));
}
