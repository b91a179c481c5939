import * as vscode from 'vscode';
import type { EnvironmentSecret, EnvironmentSecretChange } from '../../contracts/vault-api/environment.ts';
import type { App } from '../app/app.ts';
import { askForValue, isShortEnough, isUsableValue } from './ask-for-value.ts';
import { askForDescription, askForVariableName } from './ask-for-variable.ts';
import { confirmDeletion } from './delete-secret.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { nameIn, secretOfAgentIn } from './subject.ts';

/**
 * Asks for the name, value and description in turn. The value goes straight to the vault. A quick fix passes
 * the name that the code reads.
 */
export async function addEnvironmentSecret(app: App, argument?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'environment:own');
  if (!signedIn) return;
  const title = vscode.l10n.t('Add Environment Secret');
  const taken = app.environment.items.map(({ name }) => name);
  const name = await askForVariableName(title, taken, secretOfAgentIn(argument)?.name);
  if (name === undefined) return;
  const value = await askForValue(`${title}: ${name}`, isUsableValue);
  if (value === undefined) return;
  const description = await askForDescription(`${title}: ${name}`, '');
  if (description === undefined) return;
  await changed(app, vscode.l10n.t('$(check) "{0}" added', name), () =>
    signedIn.vault.createVariable({ name, value, ...(description !== '' && { description }) }),
  );
}

/** The name cannot be changed; an empty value keeps the stored one. */
export async function editEnvironmentSecret(app: App, argument?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'environment:own');
  if (!signedIn) return;
  const secret = await pickVariable(app, argument, vscode.l10n.t('Edit Which Environment Secret?'));
  if (!secret) return;
  const title = vscode.l10n.t('Edit {0}', secret.name);
  const value = await askForValue(title, isShortEnough);
  if (value === undefined) return;
  const description = await askForDescription(title, secret.description);
  if (description === undefined) return;
  const change: EnvironmentSecretChange = {
    ...(value !== '' && { value }),
    ...(description !== secret.description && { description }),
  };
  if (Object.keys(change).length === 0) return;
  await changed(app, vscode.l10n.t('$(check) "{0}" saved', secret.name), () =>
    signedIn.vault.changeVariable(secret.name, change),
  );
}

/**
 * Permanently deletes the secret, after a confirmation that lists where this workspace reads the variable.
 */
export async function deleteEnvironmentSecret(app: App, argument?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'environment:own');
  if (!signedIn) return;
  const secret = await pickVariable(app, argument, vscode.l10n.t('Delete Which Environment Secret?'));
  if (!secret) return;
  const { name } = secret;
  const places = await app.languageClient.placesOf(name, 'environment');
  const consequence = vscode.l10n.t('This permanently deletes it. Every session that uses it stops working.');
  const question = vscode.l10n.t('Delete the environment secret "{0}"?', name);
  if (!(await confirmDeletion(question, places, consequence))) return;
  await changed(app, vscode.l10n.t('$(check) "{0}" deleted', name), () =>
    signedIn.vault.deleteVariable(name),
  );
}

async function changed(app: App, done: string, act: () => Promise<unknown>): Promise<void> {
  await withErrorMessage(app, async () => {
    await act();
    await app.environment.refresh();
    vscode.window.setStatusBarMessage(done, 5000);
  });
}

async function pickVariable(
  { environment }: App,
  argument: unknown,
  title: string,
): Promise<EnvironmentSecret | undefined> {
  const given = nameIn(argument);
  if (given !== undefined) return environment.items.find(({ name }) => name === given);
  if (environment.items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('You have no environment secrets yet.'));
    return undefined;
  }
  const items = environment.items.map((secret) => ({
    label: secret.name,
    detail: secret.description,
    secret,
  }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.secret;
}
