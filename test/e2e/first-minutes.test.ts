import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soon } from './support/soon.ts';
import { newPerson } from './support/browser.ts';
import { Workbench } from './support/workbench.ts';
import { startWorld, type World } from './support/world.ts';

/** A user who has just installed the extension, and has neither an agent of their own nor a key. */
describe('the first minutes', () => {
  let world: World;
  let person: Workbench;
  let copies: string;

  beforeAll(async () => {
    world = await startWorld();
    copies = path.join(world.folder, 'copies');
    await mkdir(path.join(copies, 'older-work'), { recursive: true });
    person = await world.openWorkbench();
    // The editor omits the pictures of a walkthrough where there is little room.
    await person.page.setViewportSize({ width: 1700, height: 850 });
  });
  afterAll(() => world?.close());

  it('lead from the empty view to a walkthrough of five steps, each with a picture', async () => {
    await person.openSidebar();
    await person.sidebar.locator('a', { hasText: 'Five steps' }).click();
    const steps = person.page.locator('.gettingStartedContainer .getting-started-step');
    await expect.poll(() => steps.count(), soon).toBe(5);
    expect(await steps.locator('h3').allInnerTexts()).toEqual([
      'Sign in',
      'See the secrets of an agent',
      'Complete a name, fix a finding',
      'Run a function',
      'Create a secret, or request one',
    ]);
    await person.picture('first-minutes-01-walkthrough');
    await steps.nth(2).click();
    await person.page.getByRole('button', { name: 'Show Problems' }).waitFor();
    const picture = person.page.locator('.getting-started-media');
    await picture.waitFor();
    await person.picture('first-minutes-02-fix');
  });

  it('complete a step when its button was pressed, also where the view was already open', async () => {
    const step = person.page.locator('.getting-started-step', { hasText: 'See the secrets of an agent' });
    await step.click();
    await person.page.getByRole('button', { name: 'Show Secrets' }).click();
    await expect.poll(() => step.locator('.codicon.complete').count(), soon).toBe(1);
    await person.picture('first-minutes-03-ticked');
  });

  it('copy an example into the chosen folder, and open it next to the open work', async () => {
    expect(await copyExample()).toContain('agent-secrets-example');
    const copy = path.join(copies, 'agent-secrets-example');
    expect(await readdir(copy)).toEqual(
      expect.arrayContaining(['README.md', 'agent-secrets.catalog.json', 'project.yaml']),
    );
  });

  it('show names and warnings in the example, and say that no vault is behind them', async () => {
    const copy = path.join(copies, 'agent-secrets-example');
    const url = new URL(world.editor.url);
    url.searchParams.set('folder', copy);
    const newcomer = await Workbench.open(await newPerson(world.browser, url.href), url.href);
    await newcomer.openFile('functions/loyalty_points.py');
    await newcomer.openSidebar();
    await newcomer.secretRow('loyalty_api_token').waitFor();
    expect(await newcomer.sidebar.innerText()).toContain('not from a vault');
    await expect
      .poll(() => newcomer.problemTexts(), soon)
      .toEqual(expect.arrayContaining([expect.stringContaining('loyalty_api_tokn')]));
    await newcomer.picture('first-minutes-05-example');
    await newcomer.page.context().close();
  });

  it('never overwrite an example that was changed', async () => {
    const changed = path.join(copies, 'agent-secrets-example', 'project.yaml');
    await writeFile(changed, 'mine: true\n');
    expect(await copyExample()).toContain('agent-secrets-example-2');
    expect(await readFile(changed, 'utf8')).toBe('mine: true\n');
  });

  /** The address of the window that opens. */
  async function copyExample(): Promise<string> {
    const opened = person.context.waitForEvent('page');
    // If a step before it fails, that step's error is the one to report.
    opened.catch(() => undefined);
    await person.runCommand('Agent Secrets: Open Example Workspace…');
    await chooseFolder();
    await person.picture('first-minutes-04-copy');
    await person.page.keyboard.press('Enter');
    const page = await opened;
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
    const url = page.url();
    await page.close();
    return url;
  }

  /**
   * The dialog replaces text that was typed before it shows its first folder, and ignores Enter before it shows
   * the typed folder, which is known by what is in it.
   */
  async function chooseFolder(): Promise<void> {
    const input = person.page.locator('.quick-input-widget .quick-input-box input');
    await expect.poll(() => input.inputValue(), soon).toMatch(/^\//);
    const listed = async (): Promise<readonly string[]> => {
      if ((await input.inputValue()) !== `${copies}/`) await input.fill(`${copies}/`);
      return person.choices();
    };
    await expect.poll(listed, soon).toEqual(['..', ...(await readdir(copies)).toSorted()]);
  }
});
