import * as vscode from 'vscode';
import { settings, settingsSection } from '../../contracts/settings.ts';

/** Where keys are sent. Application scope, so no workspace can set it. */
export function vaultUrl(): string {
  const { key, default: otherwise } = settings.vaultUrl;
  const given = vscode.workspace.getConfiguration(settingsSection).get<unknown>(key);
  const url = typeof given === 'string' && given.trim() !== '' ? given : otherwise;
  return url.trim().replace(/\/+$/, '');
}

export function onDidChangeVaultUrl(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${settingsSection}.${settings.vaultUrl.key}`)) listener();
  });
}

/** Whether the settings enable such annotations in that document. */
export function isEnabled(
  feature: 'codeLens' | 'runLens' | 'inlayHints',
  scope: vscode.ConfigurationScope,
): boolean {
  const { key, default: otherwise } = settings[feature];
  const given = vscode.workspace.getConfiguration(settingsSection, scope).get<unknown>(key);
  return typeof given === 'boolean' ? given : otherwise;
}

/** Whether names may be cached on disk for starting without the vault. */
export function keepsNames(): boolean {
  const { key, default: otherwise } = settings.keepNames;
  const given = vscode.workspace.getConfiguration(settingsSection).get<unknown>(key);
  return typeof given === 'boolean' ? given : otherwise;
}

export function onDidChangeKeepsNames(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${settingsSection}.${settings.keepNames.key}`)) listener();
  });
}
