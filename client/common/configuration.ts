import * as vscode from 'vscode';
import { settings, settingsSection } from '../../contracts/settings.ts';
import type { AssistantToolName } from '../../contracts/vault-api/assistants.ts';

/** The vault to which keys are sent. Application scope, so a workspace cannot set it. */
export function vaultUrl(): string {
  const { key, default: otherwise } = settings.vaultUrl;
  const given = vscode.workspace.getConfiguration(settingsSection).get<unknown>(key);
  const url = typeof given === 'string' && given.trim() !== '' ? given : otherwise;
  return url.trim().replace(/\/+$/, '');
}

/** Whether the setting is on. For annotations, `scope` identifies the document. */
export function isEnabled(
  setting: 'wholeWorkspace' | 'codeLens' | 'runLens' | 'inlayHints' | 'keepNames' | AssistantToolName,
  scope?: vscode.ConfigurationScope,
): boolean {
  const { key, default: otherwise } = settings[setting];
  const given = vscode.workspace.getConfiguration(settingsSection, scope).get<unknown>(key);
  return typeof given === 'boolean' ? given : otherwise;
}

/** What the changes of a folder are compared with; empty for the default branch. Untrusted. */
export function changesBase(scope: vscode.ConfigurationScope): string {
  const { key, default: otherwise } = settings.changesBase;
  const given = vscode.workspace.getConfiguration(settingsSection, scope).get<unknown>(key);
  return typeof given === 'string' ? given.trim() : otherwise;
}

export function onDidChangeSetting(
  setting: 'changesBase' | 'keepNames' | 'vaultUrl' | 'wholeWorkspace',
  listener: () => void,
): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${settingsSection}.${settings[setting].key}`)) listener();
  });
}
