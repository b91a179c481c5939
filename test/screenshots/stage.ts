import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createVaultClient, type VaultClient } from '../../vault-client/index.ts';
import { launchBrowser } from '../e2e/support/browser.ts';
import { type EditorAssistant, startEditorAssistant } from '../e2e/support/editor-assistant.ts';
import { root } from '../e2e/support/programs.ts';
import { startTestEditor, type TestEditor } from '../e2e/support/test-editor.ts';
import { startTestVault, type TestVault } from '../e2e/support/test-vault.ts';
import { Workbench } from '../e2e/support/workbench.ts';
import { FrontVault } from './front-vault.ts';
import { themes, type Theme } from './themes.ts';

/** The properties of a window for pictures. */
export interface WindowOptions {
  readonly width: number;
  readonly height: number;
  /** A folder next to the example workspace; by default, the example workspace. */
  readonly folder?: string | undefined;
}

interface PageOptions {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'dark' | 'light';
}

/** The start of the path of the temporary folder, which no picture may show. */
export const folderPrefix = 'agent-secrets-pictures-';

/**
 * No blinking, no hover above its line, no path tooltips on tabs, and no text restored from a previous scene.
 */
const still = {
  // Next to the name of a terminal, there is not enough space for its folder.
  'terminal.integrated.tabs.description': '',
  'editor.cursorBlinking': 'solid',
  'editor.hover.above': false,
  'files.hotExit': 'off',
  'workbench.hover.delay': 600_000,
};

/** A busy machine may be slow; the pictures do not depend on it. */
const patienceMs = 60_000;

type Person = VaultClient;

/** A vault with its proxy, the editor and a browser. Each scene has its own window. */
export class Stage {
  readonly vault: TestVault;
  readonly front: FrontVault;
  /** The vault clients of the admin and the author. */
  readonly admin: Person;
  readonly author: Person;
  /** The keys of people, as opposed to those of programs. */
  readonly authorKey: string;
  readonly adminKey: string;
  /** Calls tools in the newest window. */
  readonly assistant: EditorAssistant;
  readonly #folder: string;
  readonly #editor: TestEditor;
  readonly #browser: Browser;

  private constructor(parts: Parts) {
    this.vault = parts.vault;
    this.front = parts.front;
    this.admin = person(parts.vault.url, parts.adminKey);
    this.author = person(parts.vault.url, parts.authorKey);
    this.authorKey = parts.authorKey;
    this.adminKey = parts.adminKey;
    this.assistant = parts.assistant;
    this.#folder = parts.folder;
    this.#editor = parts.editor;
    this.#browser = parts.browser;
  }

  static async open(): Promise<Stage> {
    const folder = await mkdtemp(path.join(os.tmpdir(), folderPrefix));
    const vault = await startTestVault(folder);
    const front = await FrontVault.start(vault.url);
    const assistant = await startEditorAssistant();
    const editor = await startTestEditor(folder, front.url, { assistant });
    const authorKey = await keyOf(vault, 'Ada Author', 'author');
    const adminKey = await keyOf(vault, 'Alan Admin', 'admin');
    const browser = await launchBrowser();
    return new Stage({ folder, vault, front, assistant, editor, authorKey, adminKey, browser });
  }

  /** A window for a new user, who is signed out and has no stored data. */
  async newWindow({ width, height, folder }: WindowOptions): Promise<Workbench> {
    const context = await this.#newContext(width, height);
    const workspace = folder ? this.pathOf(folder) : this.#editor.workspace;
    const url = new URL(this.#editor.url);
    url.searchParams.set('folder', workspace);
    return Workbench.open(context, url.href);
  }

  /** A page of the user's browser that is not the editor. */
  async newPage({ width, height, colorScheme }: PageOptions): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width, height },
      locale: 'en-GB',
      colorScheme,
    });
    return context.newPage();
  }

  /** The absolute path of a file or folder next to the example workspace. */
  pathOf(file: string): string {
    return path.join(this.#folder, file);
  }

  /** Writes a file into a folder next to the example workspace, or into the workspace (`examples/…`). */
  async write(file: string, text: string): Promise<void> {
    const place = this.pathOf(file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, text);
  }

  async remove(file: string): Promise<void> {
    await rm(this.pathOf(file), { recursive: true, force: true });
  }

  /** Restores a file of the example workspace. */
  async restore(file: string): Promise<void> {
    await cp(path.join(root, 'examples', file), path.join(this.#editor.workspace, file));
  }

  /** Sets the theme of windows that open from now on. */
  async dress(theme: Theme): Promise<void> {
    const file = path.join(this.#editor.userData, 'User', 'settings.json');
    const settings: unknown = JSON.parse(await readFile(file, 'utf8'));
    const worn = { ...still, 'workbench.colorTheme': themes[theme].id };
    await writeFile(file, JSON.stringify(Object.assign({}, settings, worn)));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#editor.stop();
    await this.assistant.stop();
    await this.front.stop();
    await this.vault.stop();
    // The editor's last child processes may still be writing.
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  async #newContext(width: number, height: number): Promise<BrowserContext> {
    const context = await this.#browser.newContext({
      viewport: { width, height },
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    });
    const { origin } = new URL(this.#editor.url);
    context.setDefaultTimeout(patienceMs);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    return context;
  }
}

interface Parts {
  readonly folder: string;
  readonly vault: TestVault;
  readonly front: FrontVault;
  readonly assistant: EditorAssistant;
  readonly editor: TestEditor;
  readonly authorKey: string;
  readonly adminKey: string;
  readonly browser: Browser;
}

function person(url: string, key: string): Person {
  const options = { url, key, fetch };
  return createVaultClient(options);
}

async function keyOf(
  { url, keys, accountId, admin }: TestVault,
  name: string,
  role: 'admin' | 'author',
): Promise<string> {
  const { id } = await person(url, keys.admin).createUser(accountId, { name, role });
  const { token } = await admin.issueToken(accountId, { name, role, userId: id });
  return token;
}
