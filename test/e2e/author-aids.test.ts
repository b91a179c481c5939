import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patiently } from './support/patiently.ts';
import { createPerson, type TestPerson } from './support/people.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { startWorld, type World } from './support/world.ts';

/** Features that help an author while they type, read code and answer prompts. */
describe('an author', () => {
  let world: World;
  let author: Workbench;
  let sidebar: Sidebar;
  let person: TestPerson;

  beforeAll(async () => {
    world = await startWorld();
    person = await createPerson(world.vault, { name: 'Ada Author', role: 'author' });
    author = await world.openWorkbench();
    sidebar = new Sidebar(author);
  });
  afterAll(() => world?.close());

  it('is told by completion that no one is signed in', async () => {
    await author.openFile('hotel-booking/functions/find_guest.py');
    await author.goBehind('secret_name="guest');
    // The language server may still be starting.
    await patiently(async () => {
      await author.page.keyboard.press('Escape');
      await author.page.keyboard.press('Control+Space');
      const item = author.page.locator('.suggest-widget.visible .monaco-list-row', {
        hasText: 'Sign in to see the secrets…',
      });
      await item.waitFor({ timeout: 5_000 });
    });
    expect(await author.completions()).toEqual(['Sign in to see the secrets…']);
    await author.picture('aids-01-signed-out');
    await author.page.keyboard.press('Enter');
    await author.answer(person.key);
    await author.openSidebar();
    await author.secretRow('guest_crm').waitFor();
    expect(await author.shownText()).toContain('secret_name="guest_crm"');
  });

  it('sees what each secret is for in the completion list, where the likely one is selected', async () => {
    await author.beginLineBehind('session = requests.Session()');
    await author.type('crm = conv.utils.get_secret("');
    const list = author.page.locator('.suggest-widget.visible');
    await expect
      .poll(() => list.locator('.monaco-list-row.focused .label-name').innerText(), soon)
      .toBe('guest_crm');
    await author.picture('aids-02-completion');
    const row = list.locator('.monaco-list-row', { hasText: 'payments_api_key' });
    const details = row.locator('.details-label');
    expect((await details.innerText()).length).toBeGreaterThan(5);
    await author.page.keyboard.press('Escape');
    await author.runCommand('File: Revert File');
  });

  it('sees nothing change for the name that is being typed, until the cursor leaves it', async () => {
    await author.beginLineBehind('session = requests.Session()');
    const warnings = await author.warnings.count();
    const attention = await sidebar.attention();
    const lenses = await author.page.locator('.codelens-decoration').count();
    await author.type('crm = conv.utils.get_secret("gue');
    // Once completion offers what it could become, the server has seen the name.
    await author.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'guest_crm' }).waitFor();
    await author.page.keyboard.press('Escape');
    expect(await author.warnings.count()).toBe(warnings);
    expect(await sidebar.attention()).toEqual(attention);
    expect(await author.page.locator('.codelens-decoration').count()).toBe(lenses);
    await author.picture('aids-11-typing');
    await author.page.keyboard.press('ArrowDown');
    await expect.poll(() => sidebar.attention(), soon).toContain('gue');
    await expect.poll(() => author.warnings.count(), soon).toBeGreaterThan(warnings);
    await author.runCommand('File: Revert File');
  });

  it('sees no warning for a name that is still empty', async () => {
    await author.beginLineBehind('session = requests.Session()');
    const warnings = await author.warnings.count();
    await author.type('crm = conv.utils.get_secret("');
    await author.page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
    await author.page.keyboard.press('Escape');
    await author.page.keyboard.press('ArrowDown');
    await author.type('x = conv.utils.get_secret("no_such_name")\n');
    // The warning that the server reports after it has seen both.
    await expect.poll(() => author.warnings.count(), soon).toBe(warnings + 1);
    expect(await sidebar.attention()).not.toContain('');
    await author.picture('aids-11-empty');
    await author.runCommand('File: Revert File');
  });

  it('chooses the name in a snippet from the list, which opens by itself', async () => {
    await author.beginLineBehind('session = requests.Session()');
    const warnings = await author.warnings.count();
    await author.type('getsecret');
    const list = author.page.locator('.suggest-widget.visible');
    await list
      .locator('.monaco-list-row', { hasText: /^getsecret$|Read a secret/ })
      .first()
      .waitFor();
    await author.page.keyboard.press('Enter');
    await list.locator('.monaco-list-row', { hasText: 'payments_api_key' }).waitFor();
    expect(await author.warnings.count()).toBe(warnings);
    await author.picture('aids-12-snippet');
    await author.type('pay');
    await author.page.keyboard.press('Enter');
    await expect
      .poll(() => author.shownText(), soon)
      .toContain('api_key = conv.utils.get_secret("payments_api_key")');
    await author.runCommand('File: Revert File');
  });

  it('copies, shows and requests a secret from its hover', async () => {
    await author.goBehind('secret_name="guest');
    await link('Copy Name');
    await author.page.locator('.statusbar', { hasText: 'Copied "guest_crm"' }).waitFor();
    await author.picture('aids-03-hover');
    await link('Show in Secrets View');
    const selected = author.sidebar.locator('.monaco-list-row.selected');
    await expect.poll(() => selected.innerText(), soon).toContain('guest_crm');
    await author.openFile('hotel-booking/functions/take_deposit.py');
    await author.goBehind('"fraud_check');
    await link('Request Access…');
    await author.page.getByPlaceholder(/^Why the agent needs it/).waitFor();
    await author.page.keyboard.press('Escape');
  });

  it('copies a secret from the list of the button above the editor', async () => {
    await author.page.locator('.editor-actions [aria-label^="Secrets of This Agent"]').first().click();
    const row = author.page.locator('.quick-input-list .monaco-list-row', { hasText: 'payments_api_key' });
    await row.hover();
    await author.picture('aids-03-list');
    await row.hover();
    await row.locator('[aria-label="Copy Snippet"]').click();
    await author.page
      .locator('.statusbar', { hasText: 'Copied the snippet for "payments_api_key"' })
      .waitFor();
    const copied = await author.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('get_secret("payments_api_key")');
  });

  it('opens the page of a rule from the package, from a finding and from the palette', async () => {
    await expect.poll(() => author.warnings.count(), soon).toBe(1);
    await author.goBehind('"fraud_check');
    await link('secret-access-missing');
    await page('secret-access-missing', 'The agent does not have access to the secret');
    await author.picture('aids-04-rule');
    await author.runCommand('Agent Secrets: Open Rule Page…');
    await author.choose('secret-in-log');
    await page('secret-in-log', 'Logs are kept for months');
    await author.problemTexts();
    const problem = author.page.locator('.markers-panel-container .monaco-list-row a');
    await problem.filter({ hasText: 'secret-access-missing' }).first().click();
    await page('secret-access-missing', 'The agent does not have access to the secret');
    await author.runCommand('View: Close All Editors');
  });

  it('sees each step of an explanation in the editor with the arrow keys, and returns', async () => {
    await author.openFile('hotel-booking/functions/api_handler.py');
    await author.goBehind('self.conv.utils.get_secret(self.se');
    await author.runCommand('Agent Secrets: Explain This Reference');
    await expect.poll(() => author.choices(), soon).not.toEqual([]);
    expect((await author.choices()).join('\n')).not.toContain('`');
    const tab = author.page.locator('.tab.active');
    await patiently(async () => {
      await author.page.keyboard.press('ArrowDown');
      await tab.filter({ hasNotText: 'api_handler.py' }).waitFor({ timeout: 2_000 });
    });
    expect(await author.choices()).not.toEqual([]);
    await author.picture('aids-05-explain');
    await author.page.keyboard.press('Escape');
    await tab.filter({ hasText: 'api_handler.py' }).waitFor();
    await author.focusInCode();
  });

  it('goes back in the questions about an environment secret, and looks at the value with the eye', async () => {
    const value = 'not-a-real-value';
    const input = author.page.locator('.quick-input-widget .quick-input-box input');
    const button = (name: RegExp | string) =>
      author.page.locator('.quick-input-widget').getByRole('button', { name });
    await sidebar.open('My Environment');
    await author.runCommand('Agent Secrets: Add Environment Secret');
    expect(await button(/^Back/).count()).toBe(0);
    await sidebar.fill(/^For example/, 'RATES_API_KY');
    await author.page.getByPlaceholder('Value').fill(value);
    expect(await author.quickInputKind()).toBe('password');
    await button('Show value').click();
    await expect.poll(() => author.quickInputKind(), soon).toBe('text');
    await author.picture('aids-06-eye');
    await button('Hide value').click();
    await expect.poll(() => author.quickInputKind(), soon).toBe('password');
    await button('Show value').click();
    await author.page.keyboard.press('Enter');
    await author.page.getByPlaceholder('Description (optional)').fill('Room rates');
    await button(/^Back/).click();
    await author.page.getByPlaceholder('Value').waitFor();
    expect(await input.inputValue()).toBe(value);
    expect(await author.quickInputKind()).toBe('password');
    await button(/^Back/).click();
    await expect.poll(() => input.inputValue(), soon).toBe('RATES_API_KY');
    await sidebar.fill(/^For example/, 'RATES_API_KEY');
    await author.page.getByPlaceholder('Value').waitFor();
    expect(await input.inputValue()).toBe(value);
    await author.page.keyboard.press('Enter');
    await author.page.getByPlaceholder('Description (optional)').waitFor();
    expect(await input.inputValue()).toBe('Room rates');
    await author.picture('aids-07-back');
    await author.page.keyboard.press('Enter');
    await expect.poll(() => sidebar.rows('My Environment'), soon).toEqual(['RATES_API_KEY']);
    expect(await sidebar.text('My Environment')).toContain('Room rates');
    expect(await author.page.content()).not.toContain(value);
  });

  it('is asked before edited fakes are overwritten, and can undo it', async () => {
    const file = path.join(world.editor.workspace, 'hotel-booking/tests/fake_secrets.py');
    const create = async () => {
      await author.runCommand('Agent Secrets: Create Typed Fakes for Tests');
      await author.choose('Python');
    };
    await create();
    await author.page.locator('.tab.active', { hasText: 'fake_secrets.py' }).waitFor();
    const generated = await readFile(file, 'utf8');
    await create();
    expect(await author.dialog.count()).toBe(0);
    const edited = `${generated}# Mine.\n`;
    await writeFile(file, edited);
    await author.page.keyboard.press('ControlOrMeta+End');
    await expect.poll(() => author.shownText(), soon).toContain('# Mine.');
    await create();
    expect(await sidebar.question()).toContain('Overwrite "tests/fake_secrets.py"?');
    await author.picture('aids-08-fakes');
    await sidebar.answer('Cancel');
    expect(await readFile(file, 'utf8')).toBe(edited);
    await create();
    await sidebar.answer('Overwrite');
    await expect.poll(() => readFile(file, 'utf8'), soon).toBe(generated);
    await author.focusInCode();
    await author.page.keyboard.press('ControlOrMeta+z');
    await author.page.keyboard.press('ControlOrMeta+End');
    await expect.poll(() => author.shownText(), soon).toContain('# Mine.');
    await author.runCommand('File: Revert File');
  });

  it('reads the whole status of the file', async () => {
    await author.openFile('hotel-booking/functions/late_checkout.py');
    await expect.poll(() => author.warnings.count(), soon).toBe(2);
    await author.page.locator('.statusbar-item[id="status.languageStatus"] a').hover();
    const rows = author.page.locator('.hover-language-status .element');
    await expect
      .poll(() => rows.allInnerTexts().then((texts) => texts.join('\n')), soon)
      .toMatch(/10 secrets, as of .* · 2 problems here[^]*Signed in as Ada Author/);
    // A flyout that is wider than its frame is cut off.
    const cut = rows.evaluateAll((all) => all.filter((row) => row.scrollWidth > row.clientWidth).length);
    expect(await cut).toBe(0);
  });

  it('finds the steps of the walkthrough ticked that were used otherwise', async () => {
    await author.runCommand('Agent Secrets: Get Started');
    const steps = author.page.locator('.gettingStartedContainer .getting-started-step');
    await expect.poll(() => steps.count(), soon).toBe(5);
    const ticked = steps.filter({ has: author.page.locator('.codicon.complete') }).locator('h3');
    await expect
      .poll(() => ticked.allInnerTexts(), soon)
      .toEqual([
        'Sign in',
        'See the secrets of an agent',
        'Complete a name, fix a finding',
        'Create a secret, or request one',
      ]);
    await author.picture('aids-10-ticked');
  });

  /** Clicks a link in the hover at the cursor. */
  async function link(text: string): Promise<void> {
    await patiently(async () => {
      await author.page.keyboard.press('Escape');
      await author.focusInCode();
      await author.hover();
      await author.page
        .locator('.monaco-hover:visible a', { hasText: text })
        .first()
        .click({ timeout: 5_000 });
    });
  }

  /** Waits until the preview of the rule's page shows this text. */
  async function page(rule: string, text: string): Promise<void> {
    await author.page.locator('.tab.active', { hasText: `Preview ${rule}.md` }).waitFor();
    await author.panel.getByText(text).first().waitFor();
  }

  it('sees the problems of all files, if the setting says so', async () => {
    const problems = (): Promise<string> => author.problemTexts().then((all) => all.join('\n'));
    expect(await problems()).not.toContain('loyalty_api_tokn');
    const file = path.join(world.editor.userData, 'User', 'settings.json');
    const settings: unknown = JSON.parse(await readFile(file, 'utf8'));
    const changed = Object.assign({}, settings, { 'agentSecrets.problems.wholeWorkspace': true });
    await writeFile(file, JSON.stringify(changed));
    await author.reload();
    await expect.poll(problems, soon).toContain('loyalty_api_tokn');
    // Of other agents too.
    await expect.poll(problems, soon).toContain('clinic-reception');
    await author.picture('aids-13-whole-workspace');
  });
});
