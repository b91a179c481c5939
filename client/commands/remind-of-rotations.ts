import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { namesInRotation, rotationKey, rotationOf } from '../panels/rotation.ts';
import { openRotate } from './panel-commands.ts';

/**
 * Reminds the user, once per window, of a rotation that was postponed: the old credential is still valid. Does
 * nothing while the tab of the rotation is open.
 */
export function remindOfRotations(app: App): vscode.Disposable {
  let isReminded = false;
  return app.session.onDidChange(() => {
    const { session } = app;
    if (isReminded || session.state.kind !== 'ready' || !session.may('secrets:write')) return;
    isReminded = true;
    // The user did not request this, so errors are ignored.
    void remind(app).catch(() => undefined);
  });
}

async function remind(app: App): Promise<void> {
  const [name] = await namesToRemindOf(app);
  if (name === undefined) return;
  const goOn = vscode.l10n.t('Continue Rotation');
  const text = vscode.l10n.t(
    'The rotation of "{0}" is not finished. Its old credential is still valid.',
    name,
  );
  if ((await vscode.window.showInformationMessage(text, goOn)) === goOn) await openRotate(app, { name });
}

/** Rotations whose new value is not current anymore are over. */
async function namesToRemindOf({ session, memory }: App): Promise<readonly string[]> {
  const { vault, accountId } = session;
  if (!vault || accountId === undefined) return [];
  const tabs = new Set(vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label)));
  const names = namesInRotation(memory.keys(), accountId).filter(
    (name) => !tabs.has(vscode.l10n.t('Rotate: {0}', name)),
  );
  const current = await Promise.all(
    names.map(async (name) => {
      const secret = await vault.secret(accountId, name).catch(() => undefined);
      const stored: unknown = memory.get(rotationKey(accountId, name));
      return secret && rotationOf(stored, secret.version) ? [name] : [];
    }),
  );
  return current.flat();
}
