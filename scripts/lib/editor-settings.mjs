import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { asRecord, readJson } from './json.mjs';

/** Hides the editor's welcome content, so that users see the extension first. */
const calm = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
};

/**
 * Writes VS Code's user settings. Existing settings are kept, except the vault's address.
 * @param {string} userData
 * @param {string} vaultUrl
 */
export async function writeEditorSettings(userData, vaultUrl) {
  const file = path.join(userData, 'User', 'settings.json');
  await mkdir(path.dirname(file), { recursive: true });
  const settings = { ...calm, ...asRecord(await readJson(file)), 'agentSecrets.vault.url': vaultUrl };
  await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`);
}
