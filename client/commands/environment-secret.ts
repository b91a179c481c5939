import * as vscode from 'vscode';
import type { EnvironmentSecret, EnvironmentSecretChange } from '../../contracts/vault-api/environment.ts';
import type { App } from '../app/app.ts';
import { isShortEnough, isUsableValue, valueQuestion } from './ask-for-value.ts';
import { descriptionQuestion, variableNameQuestion } from './ask-for-variable.ts';
import { confirmDeletion } from './delete-secret.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { askInOrder } from '../common/questions.ts';
import { nameIn, secretOfAgentIn } from './subject.ts';

/**
 * Asks for the name, value and description. The value goes straight to the vault. A quick fix passes
 * the name that the code reads.
 */
export async function addEnvironmentSecret(app: App, argument?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'environment:own');
  if (!signedIn) return;
  const title = vscode.l10n.t('Add Environment Secret');
  const taken = app.environment.items.map(({ name }) => name);
  const naming = variableNameQuestion(title, taken, secretOfAgentIn(argument)?.name);
  const valuing = valueQuestion(isUsableValue);
  const describing = descriptionQuestion(title, '');
  const named = (): void => {
    for (const { box } of [valuing, describing]) box.title = `${title}: ${naming.box.value}`;
  };
  naming.box.onDidAccept(named);
  if (!(await askInOrder([naming, valuing, describing]))) return;
  const [name, value, description] = [naming.box.value, valuing.value(), describing.box.value.trim()];
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
  const valuing = valueQuestion(isShortEnough);
  valuing.box.title = title;
  const describing = descriptionQuestion(title, secret.description);
  if (!(await askInOrder([valuing, describing]))) return;
  const [value, description] = [valuing.value(), describing.box.value.trim()];
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
