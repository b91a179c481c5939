import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { translate } from '../common/translate.ts';
import type { SecretMetadata } from '../../contracts/vault-api/secrets.ts';
import { localTimes } from '../../contracts/local-time.ts';
import { relativeAge } from '../../contracts/relative-age.ts';
import { deletedChoices, restorable, restoredText } from './deleted-secrets.ts';
import { doneOf } from './one-by-one.ts';
import { showDone } from './show-done.ts';
import { namesIn } from './subject.ts';

/**
 * Restores deleted secrets with their values and access lists: the given ones, or those that the user chooses
 * from the list of all deleted secrets.
 */
export async function restoreSecrets(app: App, argument?: unknown, selected?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'secrets:write');
  if (!signedIn) return;
  const { vault, accountId } = signedIn;
  await withErrorMessage(app, async () => {
    const deleted = restorable(await vault.secrets(accountId, { includeDeleted: true }));
    const given = namesIn(argument, selected);
    const chosen =
      given.length > 0 ? deleted.filter(({ name }) => given.includes(name)) : await choose(deleted);
    if (chosen.length === 0) return;
    const tags = new Map(chosen.map(({ name, etag }) => [name, etag]));
    const done = await doneOf([...tags.keys()], (name) =>
      vault.undeleteSecret(accountId, name, tags.get(name) ?? 'unknown'),
    );
    app.session.changed();
    showDone(done, restoredText(done, translate));
  });
}

async function choose(deleted: readonly SecretMetadata[]): Promise<readonly SecretMetadata[]> {
  if (deleted.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The account has no deleted secrets that can be restored.'),
    );
    return [];
  }
  const now = new Date();
  const items = deletedChoices(deleted, {
    t: translate,
    ageOf: (time) => relativeAge(time, now, vscode.env.language),
    dateOf: localTimes(vscode.env.language),
  });
  const options = {
    title: vscode.l10n.t('Restore Deleted Secrets'),
    placeHolder: vscode.l10n.t('Select the secrets to restore, with their values and access'),
    canPickMany: true,
    matchOnDetail: true,
  } as const;
  return ((await vscode.window.showQuickPick(items, options)) ?? []).map(({ secret }) => secret);
}
