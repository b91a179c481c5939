import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { viewport } from './browser.ts';

const output = path.resolve(import.meta.dirname, '../output');

/** One window of VS Code, driven as a person drives it: by keys, and by what the screen says. */
export class Workbench {
  readonly page: Page;
  readonly context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
  }

  /** A browser profile of its own: signed out, nothing stored. */
  static async open(browser: Browser, url: string): Promise<Workbench> {
    const context = await browser.newContext({ viewport });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(url).origin });
    return Workbench.openWindow(context, url);
  }

  /** One more window of the same person. */
  static async openWindow(context: BrowserContext, url: string): Promise<Workbench> {
    const workbench = new Workbench(context, await context.newPage());
    await workbench.page.goto(url);
    await workbench.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
    await workbench.page
      .locator('.explorer-folders-view .monaco-list-row')
      .first()
      .waitFor({ timeout: 60_000 });
    return workbench;
  }

  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.#quickInput.fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  /** Answers the input box or quick pick that is open. */
  async answer(text: string): Promise<void> {
    await this.#quickInput.fill(text);
    await this.page.keyboard.press('Enter');
  }

  async openFile(file: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+p');
    await this.#quickInput.fill(file);
    const name = path.basename(file);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.editor.locator('.view-line').first().waitFor();
  }

  /** Puts the cursor into the active file; both count from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('Control+g');
    await this.#quickInput.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.#quickInput.waitFor({ state: 'hidden' });
  }

  /** Puts the cursor right behind a piece of text of the active file. */
  async goBehind(text: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+Home');
    await this.page.keyboard.press('ControlOrMeta+f');
    const find = this.editor.locator('.find-widget.visible .find-part textarea').first();
    await find.fill(text);
    await this.page.keyboard.press('Enter');
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('ArrowRight');
  }

  /** What the editor shows; lines that are scrolled out of sight are missing. */
  async textOfEditor(): Promise<string> {
    const lines = await this.editor.locator('.view-lines').innerText();
    return lines.replaceAll('\u00A0', ' ');
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text, { delay: 30 });
  }

  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor').first();
  }

  /** Labels of the completion list that is open, from top to bottom. */
  async completions(): Promise<string[]> {
    const list = this.page.locator('.suggest-widget.visible');
    await list.locator('.monaco-list-row').first().waitFor();
    return list.locator('.monaco-list-row .label-name').allTextContents();
  }

  async hover(): Promise<string> {
    await this.runCommand('Show or Focus Hover');
    const hover = this.page.locator('.monaco-resizable-hover .monaco-hover:visible').first();
    await hover.waitFor();
    return hover.innerText();
  }

  /** Titles of the quick fixes at the cursor; the list stays open. */
  async quickFixes(): Promise<string[]> {
    await this.page.keyboard.press('ControlOrMeta+.');
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    await rows.first().waitFor();
    return rows.allInnerTexts();
  }

  async chooseQuickFix(title: string | RegExp): Promise<void> {
    await this.page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first().click();
  }

  /** What the Problems view says, opened when it is not. */
  async problemTexts(): Promise<string[]> {
    const view = this.page.locator('.markers-panel-container');
    if (!(await view.isVisible())) await this.runCommand('Problems: Focus on Problems View');
    return view.locator('.monaco-list-row').allInnerTexts();
  }

  /** Squiggles in the active file. */
  get warnings(): Locator {
    return this.editor.locator('.squiggly-warning');
  }

  /** Opens the sidebar of Agent Secrets. */
  async openSidebar(): Promise<void> {
    if (await this.sidebar.isVisible()) return;
    await this.page.locator('.activitybar [aria-label^="Agent Secrets"]').first().click();
    await this.sidebar.waitFor();
  }

  get sidebar(): Locator {
    return this.page.locator('.sidebar [id="workbench.view.extension.agentSecrets"]');
  }

  /** Labels of the sidebar's rows, from top to bottom. */
  secretRows(): Promise<string[]> {
    return this.sidebar.locator('.monaco-list-row .label-name').allInnerTexts();
  }

  secretRow(name: string): Locator {
    return this.sidebar.locator('.monaco-list-row', { has: this.page.getByText(name, { exact: true }) });
  }

  /** Presses the inline button of a row. */
  async rowAction(name: string, action: string): Promise<void> {
    const row = this.secretRow(name);
    await row.hover();
    await row.locator(`[aria-label^="${action}"]`).click();
  }

  async signIn(key: string): Promise<void> {
    await this.runCommand('Agent Secrets: Sign In');
    await this.answer(key);
  }

  /** The content of the webview panel in front. */
  get panel(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').last().frameLocator('#active-frame');
  }

  /** A picture of the window in test/e2e/output/. */
  async picture(name: string): Promise<void> {
    await mkdir(output, { recursive: true });
    await this.page.screenshot({ path: path.join(output, `${name}.png`) });
  }

  get #quickInput(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }
}
