import type { Locator, Page } from 'playwright-core';
import { patiently } from './patiently.ts';
import type { Workbench } from './workbench.ts';

type ViewName = string;

/** The views of Agent Secrets in one window, as a user reads and clicks them. */
export class Sidebar {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Unfolds the view. */
  async open(view: ViewName): Promise<void> {
    const header = this.#pane(view).locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
  }

  text(view: ViewName): Promise<string> {
    return this.#pane(view).locator('.pane-body').innerText();
  }

  /** Labels from top to bottom. */
  rows(view: ViewName): Promise<string[]> {
    return this.#pane(view).locator('.monaco-list-row .label-name').allInnerTexts();
  }

  /** Names below "Needs attention", without their places. */
  async attention(): Promise<string[]> {
    const rows = this.#pane('Secrets').locator('.monaco-list-row');
    const labels = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
    return labels.filter((label) => / places?$/.test(label)).map((label) => label.split(',')[0] ?? '');
  }

  /** The screen reader label of each row. */
  async labels(): Promise<(string | null)[]> {
    const rows = this.#workbench.sidebar.locator('.monaco-list-row');
    return rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')));
  }

  row(view: ViewName, label: string): Locator {
    return this.#pane(view).locator('.monaco-list-row', { has: this.#page.getByText(label) });
  }

  /** Presses the inline button of a row; a tree that is being redrawn removes its buttons for a moment. */
  async action(view: ViewName, label: string, action: string): Promise<void> {
    const row = this.row(view, label);
    await patiently(async () => {
      await row.hover({ timeout: 5_000 });
      await row.locator(`[aria-label^="${action}"]`).click({ timeout: 5_000 });
    });
  }

  async select(view: ViewName, labels: readonly string[]): Promise<void> {
    for (const [index, label] of labels.entries()) {
      await this.row(view, label)
        .last()
        .click({ modifiers: index === 0 ? [] : ['ControlOrMeta'] });
    }
  }

  /** Chooses from the row's context menu, which closes when its row is redrawn. */
  async menu(view: ViewName, label: string, title: string): Promise<void> {
    const item = this.#page.locator('.monaco-menu .action-label', { hasText: title }).first();
    await patiently(async () => {
      if (!(await item.isVisible())) {
        await this.row(view, label).last().click({ button: 'right', timeout: 5_000 });
      }
      await this.#workbench.chooseFromMenu(title);
    });
  }

  /** Answers one of several inputs that follow each other. */
  async fill(placeholder: string | RegExp, text: string): Promise<void> {
    const box = this.#page.locator('.quick-input-widget').getByPlaceholder(placeholder);
    await box.fill(text);
    await this.#page.keyboard.press('Enter');
    await box.waitFor({ state: 'hidden' });
  }

  /** The text of the dialog in front. */
  async question(): Promise<string> {
    await this.#dialog.waitFor();
    return this.#dialog.innerText();
  }

  async answer(button: string): Promise<void> {
    await this.#dialog.getByRole('button', { name: button, exact: true }).click();
    await this.#dialog.waitFor({ state: 'hidden' });
  }

  #pane(view: ViewName): Locator {
    return this.#workbench.sidebar.locator('.pane', {
      has: this.#page.locator(`.pane-header h3.title`, { hasText: view }),
    });
  }

  get #dialog(): Locator {
    return this.#page.locator('.monaco-dialog-box');
  }

  get #page(): Page {
    return this.#workbench.page;
  }
}
