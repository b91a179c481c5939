import type { App } from '../app/app.ts';
import { type MatrixOptions, showAccessMatrix } from '../panels/access-matrix-panel.ts';
import { withErrorMessage } from '../app/with-error-message.ts';
import { signedInAccount } from '../app/signed-in-account.ts';

/**
 * Opens the matrix of all agents and secrets of the account. Users who cannot change it can read and export
 * it.
 */
export function openAccessMatrix(app: App): Promise<void> {
  return openMatrix(app, { draft: [] });
}

export async function openMatrix(app: App, options: MatrixOptions): Promise<void> {
  const account = await signedInAccount(app, 'secrets:list');
  if (account) await withErrorMessage(app, () => showAccessMatrix({ ...app, account }, options));
}
