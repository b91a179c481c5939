import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { signedInVault, withErrorMessage } from '../app/user-action.ts';
import { translate } from '../common/translate.ts';
import type { SecretMetadata } from '../../contracts/vault-api/secrets.ts';
import { deprecatedText, replacementsFor, undeprecatedText } from './deprecation.ts';
import { doneOf } from './one-by-one.ts';
import { showDone } from './show-done.ts';
import { namesIn, pickSecret } from './subject.ts';

/**
 * Deprecates the selected secrets of the account, or undoes it. The list in which the user chooses what replaces them also
 * serves as the confirmation.
 */
export async function deprecateSecret(app: App, argument?: unknown, selected?: unknown): Promise<void> {
  const signedIn = await signedInVault(app, 'secrets:write');
  if (!signedIn) return;
  const names = await namesToDeprecate(app, namesIn(argument, selected));
  if (names.length === 0) return;
  const { vault, accountId } = signedIn;
  await withErrorMessage(app, async () => {
    const secrets = await vault.secrets(accountId);
    const choice = await chooseReplacement(names, secrets);
    if (!choice) return;
    const tags = new Map(secrets.map(({ name, etag }) => [name, etag]));
    const done = await doneOf(names, (name) =>
      vault.changeSecret(accountId, name, { deprecated: choice.deprecated }, tags.get(name) ?? 'unknown'),
    );
    app.session.changed();
    const text = choice.deprecated ? deprecatedText : undeprecatedText;
    showDone(done, text(done, translate));
  });
}

async function namesToDeprecate(app: App, given: readonly string[]): Promise<readonly string[]> {
  if (given.length > 0) return given;
  const picked = await pickSecret(app, vscode.l10n.t('Deprecate Which Secret?'));
  return picked === undefined ? [] : [picked];
}

interface ReplacementChoice extends vscode.QuickPickItem {
  /** `null` if the secrets should be used again. */
  readonly deprecated: { readonly replacement?: string } | null;
}

async function chooseReplacement(
  names: readonly string[],
  secrets: readonly SecretMetadata[],
): Promise<ReplacementChoice | undefined> {
  const [first = ''] = names;
  const isUndoOffered = secrets.some(({ name, deprecated }) => deprecated && names.includes(name));
  const undo: ReplacementChoice = { label: vscode.l10n.t('Undo Deprecation'), deprecated: null };
  const none: ReplacementChoice = { label: vscode.l10n.t('No replacement'), deprecated: {} };
  const others = replacementsFor(names, secrets).map(({ name, description }): ReplacementChoice => ({
    label: name,
    detail: description,
    deprecated: { replacement: name },
  }));
  return vscode.window.showQuickPick([...(isUndoOffered ? [undo] : []), none, ...others], {
    title:
      names.length === 1
        ? vscode.l10n.t('Deprecate "{0}": What Replaces It?', first)
        : vscode.l10n.t('Deprecate {0} Secrets: What Replaces Them?', names.length),
    placeHolder: vscode.l10n.t('Agents can still read it. Code that uses it gets a hint.'),
    matchOnDetail: true,
  });
}
