import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { goneText, type HeldLiteral, leftText } from '../language/held-literal.ts';
import { suggestedVariableName } from '../snippets/variable-name.ts';
import { askForVariableName } from './ask-for-variable.ts';
import { withErrorMessage } from '../app/with-error-message.ts';
import { signedInVault } from '../app/signed-in-account.ts';

/**
 * Stores the literal as an environment secret of the user and replaces it with code that reads the variable.
 */
export async function moveToEnvironment(app: App, literal: HeldLiteral, proposed: string): Promise<void> {
  const signedIn = await signedInVault(app, 'environment:own');
  const { value } = literal;
  if (!signedIn || typeof value !== 'string') return;
  const taken = app.environment.items.map(({ name }) => name);
  const title = vscode.l10n.t('Move to My Environment');
  const name = await askForVariableName(title, taken, suggestedVariableName(proposed || 'api_key'));
  if (name === undefined) return;
  if (!(await literal.isThere())) {
    void vscode.window.showWarningMessage(goneText());
    return;
  }
  await withErrorMessage(app, async () => {
    await signedIn.vault.createVariable({ name, value });
    const isReplaced = await literal.replace({ name, dialect: 'environment' });
    if (!isReplaced) void vscode.window.showWarningMessage(leftText(name));
    await app.environment.refresh();
  });
}
