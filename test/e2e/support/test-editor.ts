import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type EditorAssistant, installAssistant } from './editor-assistant.ts';
import { copyExtensions } from './installed-extension.ts';
import { patiently } from './patiently.ts';
import { freePort, startProgram } from './program-process.ts';
import { codeServerEntry, root } from './programs.ts';

export interface TestEditor {
  readonly url: string;
  /** The open copy of the example workspace. */
  readonly workspace: string;
  readonly userData: string;
  readonly log: string;
  readonly stop: () => Promise<void>;
}

export interface EditorOptions {
  /** Settings in addition to those that keep the editor quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Writes additional files to the workspace before it is opened. */
  readonly prepare?: (workspace: string) => Promise<void>;
  /** Whether the editor asks if the workspace is trusted, as it does for users. */
  readonly asksForTrust?: boolean;
  /** An assistant whose extension is installed too. */
  readonly assistant?: EditorAssistant;
}

/**
 * Turns off the welcome page, updates, autosave and animations, so that a test only sees the effects of its
 * own actions.
 */
export const calm = {
  'agentSecrets.trace.server': 'verbose',
  'chat.disableAIFeatures': true,
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  // Without this, the terminal shows text as graphics that a test cannot read.
  'terminal.integrated.gpuAcceleration': 'off',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Starts VS Code with the packaged extension on a copy of the example workspace. */
export async function startTestEditor(
  folder: string,
  vaultUrl: string,
  options: EditorOptions = {},
): Promise<TestEditor> {
  const workspace = path.join(folder, 'examples');
  const userData = path.join(folder, 'user-data');
  const log = path.join(folder, 'logs', 'editor.log');
  await mkdir(path.dirname(log), { recursive: true });
  await cp(path.join(root, 'examples'), workspace, { recursive: true });
  await options.prepare?.(workspace);
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await writeFile(
    path.join(userData, 'User', 'settings.json'),
    JSON.stringify({
      ...calm,
      'agentSecrets.vault.url': vaultUrl,
      ...(options.assistant && { 'testAssistant.url': options.assistant.url }),
      ...options.settings,
    }),
  );

  const extensions = path.join(folder, 'extensions');
  await copyExtensions(extensions);
  if (options.assistant) await installAssistant(extensions);
  const folders = ['--user-data-dir', userData, '--extensions-dir', extensions];
  const entry = codeServerEntry();
  const quiet = ['--disable-telemetry', '--disable-update-check'];
  if (!options.asksForTrust) quiet.push('--disable-workspace-trust');
  // Prevents keys stored on the test machine from being offered.
  const variables = { XDG_CONFIG_HOME: path.join(folder, 'config') };
  // code-server gives up if its own child process needs more than ten seconds to start.
  const editor = await patiently(async () => {
    const port = await freePort();
    const listen = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`];
    const args = [entry, ...folders, ...listen, ...quiet, workspace];
    const address = `http://127.0.0.1:${port}`;
    return { address, ...(await startProgram(args, log, `${address}/healthz`, variables)) };
  });
  return { url: `${editor.address}/?folder=${workspace}`, workspace, userData, log, stop: editor.stop };
}
