import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { patiently } from './patiently.ts';
import { soon } from './soon.ts';
import { storedData } from './stored-data.ts';

const output = path.resolve(import.meta.dirname, '../output');

/** A VS Code window, driven as a user would: with the keyboard, and by what is on the screen. */
export class Workbench {
  readonly page: Page;
  readonly context: BrowserContext;

  /** The workbenches in this process whose page is open. */
  static readonly #open = new Set<Workbench>();

  readonly #workspace: string;
  /** The content on disk of the file that was opened last. */
  #text = '';

  private constructor(context: BrowserContext, page: Page, workspace: string) {
    this.context = context;
    this.page = page;
    this.#workspace = workspace;
    Workbench.#open.add(this);
    page.once('close', () => Workbench.#open.delete(this));
  }

  /** Opens another window for the same user. */
  static async open(
    context: BrowserContext,
    url: string,
    workspace = new URL(url).searchParams.get('folder') ?? '',
  ): Promise<Workbench> {
    const page = await context.newPage();
    const workbench = new Workbench(context, page, workspace);
    await page.goto(url, { timeout: 120_000 });
    await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
    await workbench.#widenSidebar();
    return workbench;
  }

  /** Takes a picture of each open window in its current state. */
  static async pictureAll(name: string): Promise<void> {
    for (const [index, { page }] of [...Workbench.#open].entries())
      await page.screenshot({ path: path.join(output, `${name}-${index + 1}.png`) }).catch(() => undefined);
  }

  /** Reloads the window, as a user would. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.explorer-folders-view .monaco-list-row, .sidebar .pane').first().waitFor();
  }

  async runCommand(title: string): Promise<void> {
    await this.#choose('F1', { typed: `>${title}`, offered: title });
  }

  /** Like `runCommand`, without the mouse. */
  async runCommandByKey(title: string): Promise<void> {
    await this.#ask('F1', `>${title}`);
    await this.#choices.first().filter({ hasText: title }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Like `runCommandByKey`; returns when the key was pressed, in milliseconds of `performance.now()`. */
  async timedCommand(title: string): Promise<number> {
    await this.#ask('F1', `>${title}`);
    await this.#choices.first().filter({ hasText: title }).waitFor();
    const started = performance.now();
    await this.page.keyboard.press('Enter');
    return started;
  }

  /** What the command palette offers for this text. */
  async offered(text: string): Promise<string> {
    await this.#ask('F1', `>${text}`);
    const choices = await this.choices();
    await this.page.keyboard.press('Escape');
    await this.#quickInput.waitFor({ state: 'hidden' });
    return choices.join('\n');
  }

  /** Chooses from the open menu. */
  async chooseFromMenu(title: string): Promise<void> {
    const item = this.page.locator('.monaco-menu .action-label', { hasText: title }).first();
    await item.waitFor({ timeout: 5_000 });
    // A menu ignores the mouse at first, so that the click that opened it does not choose anything.
    let isClicked = false;
    await patiently(async () => {
      if (isClicked && !(await item.isVisible())) return;
      await item.click({ timeout: 5_000 });
      isClicked = true;
      await item.waitFor({ state: 'hidden', timeout: 1_000 });
    });
  }

  /** Answers the open input box or quick pick. */
  async answer(text: string): Promise<void> {
    await this.#quickInput.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** `password` if the input is hidden. */
  quickInputKind(): Promise<string | null> {
    return this.#quickInput.getAttribute('type');
  }

  /** Chooses the item with this text in the quick pick as soon as it appears. */
  async choose(text: string): Promise<void> {
    await this.#choices.first().waitFor();
    // Text is lost if it is typed while one list replaces another.
    await patiently(async () => {
      await this.#quickInput.fill(text, { timeout: 5_000 });
      await this.#choices.first().filter({ hasText: text }).waitFor({ timeout: 5_000 });
    });
    await this.page.keyboard.press('Enter');
  }

  /** `file` is relative to the workspace. */
  async openFile(file: string): Promise<void> {
    const name = path.basename(file);
    this.#text = await readFile(path.join(this.#workspace, file), 'utf8');
    await this.#choose('ControlOrMeta+p', { typed: file, offered: name });
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.editor.locator('.view-line').first().waitFor();
  }

  /** Like `openFile`, with clicks. Works without file search, as in a virtual workspace. */
  async clickToFile(file: string): Promise<void> {
    const parts = file.split('/');
    const explorer = this.page.locator('.explorer-folders-view');
    // A panel that is about to close may still take the keys.
    if (!(await explorer.isVisible()))
      await this.page.locator('.activitybar [aria-label^="Explorer"]').first().click();
    this.#text = await readFile(path.join(this.#workspace, file), 'utf8');
    for (const part of parts) {
      const row = explorer.locator('.monaco-list-row', { has: this.page.getByText(part, { exact: true }) });
      if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
    }
    await this.page.locator('.tab.active', { hasText: parts.at(-1) ?? '' }).waitFor();
    await this.editor.locator('.view-line').first().waitFor();
  }

  /** Moves the cursor in the active file. Lines and columns start at 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.#ask('Control+g', `:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.#quickInput.waitFor({ state: 'hidden' });
    await this.focusInCode();
  }

  /** Waits until the code has the focus, because text that is typed earlier goes elsewhere. */
  focusInCode(): Promise<void> {
    return this.page.locator('.editor-group-container.active .monaco-editor.focused').first().waitFor();
  }

  /** Moves the cursor to the end of the first match for this text in the file that was opened last. */
  async goBehind(text: string): Promise<void> {
    const end = this.#text.indexOf(text) + text.length;
    if (end < text.length) throw new Error(`The file does not contain: ${text}`);
    const before = this.#text.slice(0, end).split('\n');
    await this.goTo(before.length, (before.at(-1) ?? '').length + 1);
  }

  /**
   * Starts a new line after the text. A key that is pressed while the focus moves is lost; a user presses it
   * again.
   */
  async beginLineBehind(text: string): Promise<void> {
    await this.goBehind(text);
    const position = this.page.locator('#status\\.editor\\.selection');
    const before = await position.innerText();
    await patiently(async () => {
      await this.page.keyboard.press('Enter');
      await position.filter({ hasNotText: before }).waitFor({ timeout: 5_000 });
    });
  }

  /** The visible text in the editor, without lines that are scrolled out of view. */
  async shownText(): Promise<string> {
    const lines = await this.editor.locator('.view-lines').innerText();
    return lines.replaceAll('\u00A0', ' ');
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text, { delay: 30 });
  }

  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor').first();
  }

  /** Labels of the open completion list, from top to bottom. */
  async completions(): Promise<string[]> {
    const list = this.page.locator('.suggest-widget.visible');
    await list.locator('.monaco-list-row').first().waitFor();
    return list.locator('.monaco-list-row .label-name').allTextContents();
  }

  /** The lines above code, from top to bottom. */
  codeLenses(): Promise<string[]> {
    return this.editor.locator('.codelens-decoration').allInnerTexts();
  }

  /** The items of the open quick pick. */
  choices(): Promise<string[]> {
    return this.#choices.allInnerTexts();
  }

  async hover(): Promise<string> {
    await this.runCommand('Show or Focus Hover');
    const hover = this.page.locator('.monaco-resizable-hover .monaco-hover:visible').first();
    await hover.waitFor();
    return hover.innerText();
  }

  /** The titles of the quick fixes at the cursor. The list stays open. */
  async quickFixes(): Promise<string[]> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    // A new finding interrupts the editor while it collects fixes. Try again, as a user would.
    for (let attempt = 1; attempt <= 5 && !(await rows.first().isVisible()); attempt += 1) {
      await this.page.keyboard.press('ControlOrMeta+.');
      await rows
        .first()
        .waitFor({ timeout: 4_000 })
        .catch(() => undefined);
    }
    await rows.first().waitFor();
    return rows.allInnerTexts();
  }

  async chooseQuickFix(title: string | RegExp): Promise<void> {
    await this.page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first().click();
  }

  /** The content of the Problems view, which is opened if necessary. */
  async problemTexts(): Promise<string[]> {
    const view = this.page.locator('.markers-panel-container');
    if (!(await view.isVisible())) await this.runCommand('Problems: Focus on Problems View');
    return view.locator('.monaco-list-row').allInnerTexts();
  }

  /** The squiggles in the active file. */
  get warnings(): Locator {
    return this.editor.locator('.squiggly-warning');
  }

  /**
   * Resolves when the window has no more squiggles, with the time on its clock in milliseconds since the
   * epoch.
   */
  warningsGone(): Promise<number> {
    return this.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = (): void => {
            if (!document.querySelector('.squiggly-warning')) resolve(Date.now());
          };
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
          look();
        }),
    );
  }

  /** Opens the Agent Secrets sidebar. */
  async openSidebar(): Promise<void> {
    if (await this.sidebar.isVisible()) return;
    await this.page.locator('.activitybar [aria-label^="Agent Secrets"]').first().click();
    await this.sidebar.waitFor();
  }

  get sidebar(): Locator {
    return this.page.locator('.sidebar [id="workbench.view.extension.agentSecrets"]');
  }

  /** Row labels in the sidebar, from top to bottom. */
  secretRows(): Promise<string[]> {
    return this.sidebar.locator('.monaco-list-row .label-name').allInnerTexts();
  }

  /** The row of a secret. Its name may also appear further up, below "Needs attention". */
  secretRow(name: string): Locator {
    const named = { has: this.page.getByText(name, { exact: true }) };
    return this.sidebar.locator('.monaco-list-row', named).last();
  }

  /**
   * Clicks a row's inline button. Retries, because a tree briefly removes its buttons while it is redrawn.
   */
  async rowAction(name: string, action: string): Promise<void> {
    const row = this.secretRow(name);
    await patiently(async () => {
      await row.hover({ timeout: 5_000 });
      await row.locator(`[aria-label^="${action}"]`).click({ timeout: 5_000 });
    });
  }

  /** Logs every message of the language server to the editor's log files from now on. */
  async traceLanguageServer(): Promise<void> {
    await this.runCommand('Developer: Set Log Level...');
    for (const choice of ['Agent Secrets', 'Trace']) await this.choose(choice);
    await this.#quickInput.waitFor({ state: 'hidden' });
  }

  /**
   * The parts of the window's frame that are scrolled, although they cannot be scrolled by a user. Lists and
   * rows of tabs can.
   */
  scrolledParts(): Promise<readonly string[]> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((one) => one.scrollTop !== 0 || one.scrollLeft !== 0)
        .filter((one) => !one.closest('.monaco-list, .monaco-editor, .tabs-container, .quick-input-widget'))
        .map((one) => `${one.tagName}.${one.className} ${one.scrollTop} ${one.scrollLeft}`),
    );
  }

  async signIn(key: string): Promise<void> {
    await this.runCommand('Agent Secrets: Sign In');
    // Until the prompt appears, the list of commands would take the key.
    const prompt = this.page.locator('.quick-input-widget input[type=password]');
    await prompt.waitFor({ timeout: soon.timeout });
    await this.answer(key);
    // A command that hides the prompt while the vault checks the key cancels the sign-in.
    await prompt.waitFor({ state: 'hidden', timeout: soon.timeout });
  }

  /** The content of the visible webview panel. */
  get panel(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').last().frameLocator('#active-frame');
  }

  /**
   * Opens a file for the first time, and waits until the window has stored that it is open. Everything that the
   * window keeps is stored together, every few seconds.
   */
  async untilStateStored(file: string): Promise<void> {
    const stored = String(await this.page.evaluate(storedData));
    if (stored.includes(file)) throw new Error(`It is already stored that ${file} was opened.`);
    await this.openFile(file);
    await this.untilStored(file);
  }

  /** Waits until the stored window state contains the text, because the editor stores some of it late. */
  async untilStored(text: string): Promise<void> {
    const isThere = `${storedData}.then((stored) => stored.includes(${JSON.stringify(text)}))`;
    await this.page.waitForFunction(isThere, undefined, { polling: 250, timeout: 3 * soon.timeout });
  }

  /**
   * Waits until the window has stored that no panel of that kind is open. Otherwise, a panel that was closed
   * would come back after a reload.
   */
  async untilPanelForgotten(kind: string): Promise<void> {
    const name = JSON.stringify(`mainThreadWebview-agentSecrets.${kind}`);
    const isGone = `${storedData}.then((stored) => stored !== '' && !stored.includes(${name}))`;
    await this.page.waitForFunction(isGone, undefined, { polling: 250, timeout: 3 * soon.timeout });
  }

  /**
   * Moves the mouse away from all elements. With `E2E_PICTURES=1`, also saves a picture of the window to
   * test/e2e/output/ after animations have ended.
   */
  async picture(name: string): Promise<void> {
    await this.page.mouse.move(640, 4);
    if (!process.env['E2E_PICTURES']) return;
    await this.page.waitForTimeout(400);
    await this.page.screenshot({ path: path.join(output, `${name}.png`) });
  }

  /** Opens the quick input and types into it. Retries, because an earlier event may close it again. */
  async #ask(key: string, text: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      await this.page.keyboard.press(key);
      try {
        await this.#quickInput.fill(text, { timeout: 2_000 });
        await this.page.waitForTimeout(100);
        if ((await this.#quickInput.inputValue()) === text && (await this.#quickInput.isVisible())) return;
      } catch (error) {
        if (attempt === 5) throw error;
      }
    }
  }

  /** Reopens a list that closes before it was clicked, as a user would. */
  async #choose(
    key: string,
    { typed, offered }: Readonly<Record<'typed' | 'offered', string>>,
  ): Promise<void> {
    await patiently(async () => {
      await this.#ask(key, typed);
      await this.#choices.filter({ hasText: offered }).first().click({ timeout: 5_000 });
    });
  }

  /** The dialog that is in front of the window. */
  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Clicks a button of the dialog until the dialog closes: a busy window can lose a click. */
  async answerDialog(button: string): Promise<void> {
    await this.dialog.waitFor();
    await patiently(async () => {
      if (!(await this.dialog.isVisible())) return;
      await this.dialog.getByRole('button', { name: button, exact: true }).click({ timeout: 10_000 });
      await this.dialog.waitFor({ state: 'hidden', timeout: 10_000 });
    });
  }

  async #widenSidebar(): Promise<void> {
    const edge = await this.page.locator('.part.sidebar').boundingBox();
    if (!edge) return;
    const [x, y] = [edge.x + edge.width, edge.y + edge.height / 2];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + 90, y, { steps: 3 });
    await this.page.mouse.up();
  }

  get #quickInput(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  get #choices(): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row');
  }
}
