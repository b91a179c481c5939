import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, newPerson } from './support/browser.ts';
import { type EditorAssistant, startEditorAssistant } from './support/editor-assistant.ts';
import { soon } from './support/soon.ts';
import { Sidebar } from './support/sidebar.ts';
import { storedData } from './support/stored-data.ts';
import { startTestVault, type TestVault } from './support/test-vault.ts';
import { tracesIn } from './support/traces.ts';
import { startWebEditor, type WebEditor } from './support/web-editor.ts';
import { Workbench } from './support/workbench.ts';
import { agents } from './support/world.ts';

const inJavaScript = `export const f = (conv) => conv.utils.getSecret("booking_api_lve");\n`;
/** Assembled here, so that a search of this file finds no credential. */
const withCredential = `gitlab_token = "${['glpat', 'zK4vT9wQ2mXr7LbNc5Jd'].join('-')}"\n`;

/** Steps of one story: each continues where the previous one ended. */
describe('an editor that is a web page, on a virtual workspace', () => {
  let folder: string;
  let vault: TestVault;
  let assistant: EditorAssistant;
  let editor: WebEditor;
  let browser: Browser;
  let admin: Workbench;
  const said: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'agent-secrets-web-'));
    assistant = await startEditorAssistant();
    editor = await startWebEditor(folder, assistant);
    await mkdir(path.join(editor.workspace, 'hotel-booking', 'hooks'));
    await writeFile(path.join(editor.workspace, 'hotel-booking/hooks/booked.js'), inJavaScript);
    await writeFile(path.join(editor.workspace, 'hotel-booking/hooks/invoice.py'), withCredential);
    vault = await startTestVault(folder, { page: editor.origin });
    editor.open(vault.url);
    browser = await launchBrowser();
    const context = await newPerson(browser, editor.url);
    context.on('console', (message) => said.push(message.text()));
    admin = await Workbench.open(context, editor.url, editor.workspace);
  });
  afterAll(async () => {
    await browser?.close();
    await editor?.stop();
    await assistant?.stop();
    await vault?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });

  it('signs in with a pasted key, with requests from the page', async () => {
    await admin.clickToFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
    await admin.signIn(vault.keys.admin);
    await admin.secretRow('payments_api_key').waitFor();
    await expect
      .poll(() => admin.secretRow('payments_api_key').getAttribute('aria-label'), soon)
      .toMatch(/2 uses/);
    await admin.picture('web-01-signed-in');
  });

  it('offers no runs: nothing runs in a browser', async () => {
    await expect
      .poll(() => admin.codeLenses(), soon)
      .toEqual(['2 secrets: fraud_check_key, payments_api_key']);
    expect(await admin.offered('Agent Secrets: Run Function')).not.toContain('Run Function');
  });

  it('the worker reports problems, completes, explains and reads other files of the agent', async () => {
    await expect.poll(() => admin.warnings.count(), soon).toBe(1);
    const sidebar = new Sidebar(admin);
    await expect.poll(() => sidebar.attention(), soon).toContain('loyalty_api_tokn');
    await admin.goBehind('"payments_api');
    expect(await admin.hover()).toMatch(/payments_api_key/);
    await admin.page.keyboard.press('Escape');
    await admin.goBehind('"fraud_check_key")');
    await admin.page.keyboard.press('Enter');
    await admin.type('other = conv.utils.get_secret("');
    expect(await admin.completions()).toContain('payments_api_key');
    await admin.picture('web-02-completion');
    await admin.page.keyboard.press('Escape');
    await admin.runCommand('File: Revert File');
  });

  it('opens the page of a rule from the package', async () => {
    await admin.runCommand('Agent Secrets: Open Rule Page…');
    await admin.choose('secret-in-log');
    // This editor has no Markdown extension, so it shows the text of the page.
    await admin.page.locator('.tab.active', { hasText: 'secret-in-log.md' }).waitFor();
    await expect.poll(() => admin.shownText(), soon).toContain('Logs are kept for months');
    await admin.picture('web-02-rule');
    await admin.runCommand('View: Close Editor');
  });

  it('an assistant checks names and code, and asks for a value', async () => {
    const file = 'hotel-booking/functions/take_deposit.py';
    expect(
      await calls('check_secret_access', { agent: agents.hotel, names: ['fraud_check_kye'] }),
    ).toMatchObject({ names: [{ verdict: 'nonexistent', nearest: ['fraud_check_key'] }] });
    expect(await calls('find_secret_references', { paths: [file] })).toMatchObject({
      references: [
        { path: file, names: ['fraud_check_key'] },
        { path: file, names: ['payments_api_key'] },
      ],
      findings: [{ rule: 'secret-access-missing', path: file }],
    });
    const asked = calls('request_secret', { name: 'SHOP_API_KEY', purpose: 'To charge cards' });
    await admin.page.locator('.quick-input-widget input[type=password]').waitFor();
    await admin.page.keyboard.press('Escape');
    expect(await asked).toEqual({ status: 'declined', name: 'SHOP_API_KEY' });
  });

  it('grants from the Access panel, and the warning disappears by itself', async () => {
    await admin.runCommand('Agent Secrets: Edit Access');
    await admin.choose('fraud_check_key');
    const hotel = admin.panel.getByRole('checkbox', { name: /Hotel Booking/ });
    await expect
      .poll(() => admin.panel.locator('tbody tr', { has: hotel }).innerText(), soon)
      .toMatch(/used in 1 place/);
    await hotel.check();
    await admin.picture('web-03-access');
    await admin.panel.locator('#save').click();
    // The closing panel passes the focus on a moment later.
    await admin.page.locator('.tab', { hasText: 'Access: ' }).waitFor({ state: 'hidden' });
    await admin.focusInCode();
    await expect.poll(grantedToHotel, soon).toContain('fraud_check_key');
    await expect.poll(() => admin.warnings.count(), soon).toBe(0);
  });

  it('loads its other bundles when they are needed: JavaScript, and the detector of credentials', async () => {
    await admin.clickToFile('hotel-booking/hooks/booked.js');
    await expect
      .poll(() => admin.problemTexts(), soon)
      .toContainEqual(expect.stringMatching(/booking_api_lve/));
    await admin.clickToFile('hotel-booking/hooks/invoice.py');
    await expect.poll(() => admin.problemTexts(), soon).toContainEqual(expect.stringMatching(/GitLab/));
  });

  it('the key is in the storage of the page only as SecretStorage encrypts it', async () => {
    const kept = String(await admin.page.evaluate(storedData));
    expect(kept).toContain('"secrets.provider"');
    expect(tracesIn(kept, vault.keys.admin)).toEqual([]);
    expect(tracesIn(said.join('\n'), vault.keys.admin)).toEqual([]);
  });

  async function calls(tool: string, input: object): Promise<unknown> {
    const outcome = await assistant.call(tool, input);
    if ('error' in outcome) throw new Error(outcome.error);
    return JSON.parse(outcome.text);
  }

  async function grantedToHotel(): Promise<readonly string[]> {
    const { secrets } = await vault.admin.catalog(agents.hotel);
    return secrets.filter(({ access }) => access === 'granted').map(({ name }) => name);
  }
});
