import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeStepsInFourThemes } from './support/four-themes.ts';
import { patiently } from './support/patiently.ts';
import { createPerson } from './support/people.ts';
import { readAsAgent } from './support/run-time.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

const secret = 'payments_api_key';

/** Steps of one story: each continues where the previous one ended. */
describe('an admin looks through the audit log of the account', () => {
  let world: World;
  let admin: Workbench;

  beforeAll(async () => {
    world = await startWorld();
    const token = await world.vault.agentToken(agents.hotel);
    await readAsAgent(world.vault.url, { agentId: agents.hotel, token }, secret);
    admin = await openAs(world.vault.keys.admin);
  });
  afterAll(() => world?.close());

  async function openAs(key: string): Promise<Workbench> {
    const window = await world.openWorkbench();
    await window.openFile('hotel-booking/functions/take_deposit.py');
    await window.openSidebar();
    await window.signIn(key);
    await new Sidebar(window).row('Secrets', secret).last().waitFor();
    return window;
  }

  const rows = async (): Promise<readonly string[]> => {
    const texts = await admin.panel.locator('tbody tr').allInnerTexts();
    return texts.map((text) => text.replaceAll(/\s+/g, ' '));
  };

  /** In a browser, the editor asks for the path in its quick input, which at first ignores what is typed. */
  async function saveAs(file: string): Promise<void> {
    const widget = admin.page.locator('.quick-input-widget');
    const input = widget.locator('.quick-input-box input');
    await expect.poll(() => input.inputValue(), soon).toContain('audit-log.');
    await patiently(async () => {
      if (!(await widget.isVisible())) return;
      await input.fill(file, { timeout: 5_000 });
      await widget.getByRole('button', { name: 'OK' }).click({ timeout: 5_000 });
      await widget.waitFor({ state: 'hidden', timeout: 5_000 });
    });
  }

  it('the newest events of all secrets, people and agents are listed, without views', async () => {
    await admin.runCommand('Agent Secrets: Show Audit Log');
    await expect.poll(async () => (await rows()).join('\n'), soon).toContain(`read by a function ${secret}`);
    expect((await rows()).join('\n')).toMatch(/token issued/);
    expect((await rows()).join('\n')).not.toMatch(/\.list/);
    await admin.picture('60-audit-log');
  });

  it('a filter leaves what was done to secrets', async () => {
    await admin.panel.locator('#kind').selectOption('secrets');
    await expect.poll(async () => (await rows()).join('\n'), soon).not.toMatch(/read by|token issued/);
    expect((await rows()).length).toBeGreaterThan(0);
  });

  it('what another user does in another window appears, and the filter stays', async () => {
    const ann = await createPerson(world.vault, { name: 'Ann Admin', role: 'admin' });
    const other = await openAs(ann.key);
    await other.runCommand('Agent Secrets: Create Secret');
    await other.panel.locator('#name').fill('made_elsewhere');
    await other.panel.locator('#value').fill('not-a-real-key');
    await other.panel.locator('#add').click();
    await expect.poll(async () => (await rows())[0], soon).toMatch(/created made_elsewhere .*Ann Admin/);
    expect(await admin.panel.locator('#kind').inputValue()).toBe('secrets');
    await admin.panel.locator('#who').selectOption({ label: 'Ann Admin' });
    await expect.poll(rows, soon).toHaveLength(1);
    await other.page.close();
  });

  it('the integrity of the log is verified', async () => {
    await admin.panel.locator('#verify').click();
    await expect.poll(() => admin.panel.locator('.verdict').innerText(), soon).toContain('is intact');
  });

  it.each(['csv', 'json'])('what the filter matches is exported as %s', async (format) => {
    const file = path.join(world.folder, `exported.${format}`);
    await admin.panel.locator(`#export-${format}`).click();
    await saveAs(file);
    await expect.poll(() => readFile(file, 'utf8').catch(() => ''), soon).toContain('made_elsewhere');
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain(secret);
    expect(text).not.toContain('not-a-real-key');
  });

  it('an event leads to the page of its secret', async () => {
    await admin.panel.getByRole('button', { name: 'made_elsewhere' }).click();
    await admin.page.locator('.tab.active', { hasText: 'made_elsewhere' }).waitFor();
    await expect.poll(() => admin.panel.locator('h1').innerText(), soon).toContain('made_elsewhere');
    await admin.page.locator('.tab', { hasText: 'Audit Log' }).click();
    await expect.poll(rows, soon).toHaveLength(1);
  });

  it('the history of a secret leads to its events in the log', async () => {
    await admin.runCommand('Agent Secrets: View History');
    await admin.choose(secret);
    await admin.panel.locator('#audit-log').click();
    await expect.poll(() => admin.panel.locator('#secret').inputValue(), soon).toBe(secret);
    await expect.poll(async () => (await rows()).join('\n'), soon).toContain(`read by a function ${secret}`);
  });

  it('after a reload of the window, the log is open with the same filter', async () => {
    await admin.panel.locator('#kind').selectOption('reads');
    // Stores the tab: the editor of a browser does that only every few seconds.
    await admin.runCommand('Developer: Reload Window');
    await admin.panel.locator('#kind').waitFor({ state: 'detached' });
    await expect.poll(() => admin.panel.locator('#kind').inputValue(), { timeout: 60_000 }).toBe('reads');
    await expect.poll(async () => (await rows()).join('\n'), soon).toContain(`read by a function ${secret}`);
  });

  axeStepsInFourThemes(() => admin, 'tbody tr', '61-audit-log');

  it('a user without the right gets no such command', async () => {
    const author = await createPerson(world.vault, { name: 'Ada Author', role: 'author' });
    const other = await openAs(author.key);
    await expect.poll(() => other.offered('Agent Secrets: Show Audit'), soon).not.toContain('Show Audit Log');
  });
});
