import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { launchBrowser, launchStoredBrowser, newPerson } from './browser.ts';
import { type EditorOptions, startTestEditor, type TestEditor } from './test-editor.ts';
import { startTestVault, type TestVault, type VaultOptions } from './test-vault.ts';
import { startVaultGate, type VaultGate } from './vault-gate.ts';
import { Workbench } from './workbench.ts';

/** The agents in the example workspace. */
export const agents = {
  hotel: 'PROJECT-HOTEL01',
  order: 'PROJECT-ORDER02',
  clinic: 'PROJECT-CLINIC03',
} as const;

/** A vault, VS Code with the example workspace, and a browser, in a folder that is deleted with them. */
export interface World {
  readonly folder: string;
  readonly vault: TestVault;
  /** The gate between the editor and the vault. */
  readonly gate: VaultGate;
  readonly editor: TestEditor;
  readonly browser: Browser;
  /** Opens a window for a new user, who is signed out. */
  readonly openWorkbench: () => Promise<Workbench>;
  /** Like `openWorkbench`, but the browser's profile is in this world's folder, as for real users. */
  readonly openStoredWorkbench: () => Promise<Workbench>;
  readonly close: () => Promise<void>;
}

export interface WorldOptions extends VaultOptions, EditorOptions {
  /** The host name by which the editor connects to the vault. */
  readonly host?: string;
  /** Whether the editor connects to its vault without a gate. */
  readonly direct?: boolean;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'agent-secrets-e2e-'));
  const vault = await startTestVault(folder, options);
  const gate = await startVaultGate(vault.url, options.host);
  const editor = await startTestEditor(folder, options.direct ? vault.url : gate.url, options);
  const browser = await launchBrowser();
  const stored: BrowserContext[] = [];
  return {
    folder,
    vault,
    gate,
    editor,
    browser,
    openWorkbench: async () => Workbench.open(await newPerson(browser, editor.url), editor.url),
    openStoredWorkbench: async () => {
      const context = await launchStoredBrowser(path.join(folder, 'browser-profile'));
      stored.push(context);
      return Workbench.open(context, editor.url);
    },
    close: async () => {
      for (const context of stored) await context.close();
      await browser.close();
      await editor.stop();
      await gate.stop();
      await vault.stop();
      // The editor's last child processes may still be writing.
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}
