import * as vscode from 'vscode';
import type { App } from '../app/app.ts';
import { changeAccessOfMany } from './change-access-of-many.ts';
import { namesIn, pickSecret } from './subject.ts';

/** Revokes the current agent's access to the chosen secrets, after showing what will break. */
export async function revokeFromAgent(app: App, argument?: unknown, selected?: unknown): Promise<void> {
  const given = namesIn(argument, selected);
  const title = vscode.l10n.t('Revoke Which Secret From This Agent?');
  const picked = given.length > 0 ? undefined : await pickSecret(app, title, isGranted);
  await changeAccessOfMany(app, 'revoke', picked === undefined ? given : [picked]);
}

function isGranted({ access }: { readonly access: string }): boolean {
  return access === 'granted';
}
