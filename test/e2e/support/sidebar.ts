import type { Locator, Page } from 'playwright-core';
import { patiently } from './patiently.ts';
import type { Workbench } from './workbench.ts';

type ViewName = string;

/** The Agent Secrets views in one window, as a user reads and clicks them. */
export class Sidebar {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Expands the view. */
  async open(view: ViewName): Promise<void> {
    const header = this.#pane(view).locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
  }

  text(view: ViewName): Promise<string> {
    return this.#pane(view).locator('.pane-body').innerText();
  }

  /** Row labels from top to bottom. */
  rows(view: ViewName): Promise<string[]> {
    return this.#pane(view).locator('.monaco-list-row .label-name').allInnerTexts();
  }

  /** The names below "Needs attention", without their locations. */
  async attention(): Promise<string[]> {
    const rows = this.#pane('Secrets').locator('.monaco-list-row');
    const labels = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
    return labels.filter((label) => / places?$/.test(label)).map((label) => label.split(',')[0] ?? '');
  }

  /** Each row's screen reader label. */
  async labels(): Promise<(string | null)[]> {
    const rows = this.#workbench.sidebar.locator('.monaco-list-row');
    return rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')));
  }

  row(view: ViewName, label: string): Locator {
    return this.#pane(view).locator('.monaco-list-row', { has: this.#page.getByText(label) });
  }

  /**
   * Clicks a row's inline button. Retries, because a tree briefly removes its buttons while it is redrawn.
   */
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

  /**
   * Chooses from a row's context menu. Retries, because the menu closes if the row is redrawn, and because another
   * row is clicked if rows move at that moment.
   */
  async menu(view: ViewName, label: string, title: string): Promise<void> {
    const item = this.#page.locator('.monaco-menu .action-label', { hasText: title }).first();
    await patiently(async () => {
      if (!(await item.isVisible())) {
        await this.row(view, label).last().click({ button: 'right', timeout: 5_000 });
        const clicked = this.#pane(view).locator('.monaco-list-row.focused');
        if (!(await clicked.innerText({ timeout: 5_000 })).includes(label)) {
          await this.#page.keyboard.press('Escape');
          throw new Error(`The menu belongs to another row than ${label}.`);
        }
      }
      await this.#workbench.chooseFromMenu(title);
    });
  }

  /** Fills in one of several successive input boxes. */
  async fill(placeholder: string | RegExp, text: string): Promise<void> {
    const box = this.#page.locator('.quick-input-widget').getByPlaceholder(placeholder);
    await box.fill(text);
    await this.#page.keyboard.press('Enter');
    await box.waitFor({ state: 'hidden' });
  }

  /** The text of the open dialog. */
  async question(): Promise<string> {
    await this.#workbench.dialog.waitFor();
    return this.#workbench.dialog.innerText();
  }

  async answer(button: string): Promise<void> {
    await this.#workbench.answerDialog(button);
  }

  #pane(view: ViewName): Locator {
    return this.#workbench.sidebar.locator('.pane', {
      has: this.#page.locator(`.pane-header h3.title`, { hasText: view }),
    });
  }

  get #page(): Page {
    return this.#workbench.page;
  }
}
