import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPerson } from './support/people.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

/** Steps of one story: each continues where the previous one ended. */
describe('two admins have the same panel open, each in a window', () => {
  let world: World;
  let ada: Workbench;
  let bo: Workbench;

  beforeAll(async () => {
    world = await startWorld();
    const { accountId, admin: client } = world.vault;
    for (const name of ['spare_key_1', 'spare_key_2'])
      await client.createSecret(accountId, { name, kind: 'single', value: 'not-a-real-key' });
    ada = await openAs(world.vault.keys.admin);
    bo = await openAs((await createPerson(world.vault, { name: 'Bo Second', role: 'admin' })).key);
  });
  afterAll(() => world?.close());

  it('Edit Secret: what one saves appears beside the input of the other, and both are kept', async () => {
    await openInBoth('Edit Secret', '#description', 'payments_api_key');
    await ada.panel.locator('#description').fill('For deposits, by Ada');
    await bo.panel.locator('#description').fill('For refunds, by Bo');
    await bo.panel.locator('#save').click();
    await expect.poll(description, soon).toBe('For refunds, by Bo');
    await expect
      .poll(() => textOf(ada, 'footer'), soon)
      .toMatch(/Changed by .+: Description\. Your input is kept\. Save shows both versions first\./);
    await ada.picture('71-edit-of-two-admins');
    expect(await ada.panel.locator('#description').inputValue()).toBe('For deposits, by Ada');
    await ada.panel.locator('#save').click();
    await expect.poll(() => textOf(ada, '.conflict'), soon).toContain('For refunds, by Bo');
    expect(await description()).toBe('For refunds, by Bo');
    await ada.panel.locator('#save').click();
    await expect.poll(description, soon).toBe('For deposits, by Ada');
  });

  it('Edit Access: the same for a selection', async () => {
    await openInBoth('Edit Access', '#save', 'spare_key_2');
    const box = (window: Workbench, agent: string) => window.panel.getByRole('checkbox', { name: agent });
    await box(ada, 'Order Support').check();
    await box(bo, 'Clinic Reception').check();
    await bo.panel.locator('#save').click();
    await expect.poll(() => readersOf('spare_key_2'), soon).toEqual([agents.clinic]);
    await expect
      .poll(() => textOf(ada, 'footer'), soon)
      .toContain('Changed by someone else: granted to Clinic Reception. Your input is kept.');
    expect(await box(ada, 'Order Support').isChecked()).toBe(true);
    await ada.panel.locator('#save').click();
    await expect.poll(() => textOf(ada, '.conflict'), soon).toContain('Clinic Reception');
    await ada.panel.locator('#save').click();
    await expect.poll(() => readersOf('spare_key_2'), soon).toEqual([agents.clinic, agents.order].toSorted());
  });

  it('Secrets of the Account: what one deletes and deprecates, the other sees in the list', async () => {
    await openInBoth('Show Secrets of the Account', '#secret-filter');
    for (const window of [ada, bo]) {
      await window.panel.locator('#secret-filter').fill('spare');
      await expect.poll(() => namesIn(window), soon).toEqual(['spare_key_1', 'spare_key_2']);
    }
    await ada.panel.locator('#select-shown').click();
    await bo.panel.getByRole('checkbox', { name: 'spare_key_1' }).check();
    await bo.panel.locator('#delete').click();
    await new Sidebar(bo).answer('Delete');
    for (const window of [ada, bo]) await expect.poll(() => namesIn(window), soon).toEqual(['spare_key_2']);
    expect(await ada.panel.getByRole('checkbox', { name: 'spare_key_2' }).isChecked()).toBe(true);
  });

  it('People and Keys: one adds a person, whom the other then sees', async () => {
    await openInBoth('Show People and Keys', '#add-person');
    await bo.panel.locator('#add-person').click();
    const sidebar = new Sidebar(bo);
    await sidebar.fill('Ada Lovelace', 'Berta Builder');
    await sidebar.fill('ada@example.com', 'berta@example.com');
    await bo.choose('author');
    for (const window of [bo, ada])
      await expect.poll(() => textOf(window, 'body'), soon).toContain('Berta Builder author');
  });

  it('the matrix: one grants access, and the selection of the other stays', async () => {
    await openInBoth('Show Access Matrix', '[role=gridcell]');
    await (await cell(ada, 'spare_key_2', 'Hotel Booking')).click();
    await expect.poll(() => textOf(ada, '.summary'), soon).toBe('1 grant in 1 secret');
    await (await cell(bo, 'payments_api_key', 'Clinic Reception')).click();
    await bo.panel.locator('#open-preview').click();
    await bo.panel.locator('#save').click();
    await expect.poll(() => readersOf('payments_api_key'), soon).toContain(agents.clinic);
    await expect
      .poll(async () => (await cell(ada, 'payments_api_key', 'Clinic Reception')).innerText(), soon)
      .toContain('unused');
    await ada.picture('71-matrix-of-two-admins');
    expect(await textOf(ada, '.summary')).toBe('1 grant in 1 secret');
  });

  async function openAs(key: string): Promise<Workbench> {
    const window = await world.openWorkbench();
    await window.openFile('hotel-booking/functions/take_deposit.py');
    await window.openSidebar();
    await window.signIn(key);
    await new Sidebar(window).row('Secrets', 'payments_api_key').last().waitFor();
    return window;
  }

  /** Closes what was open before. */
  async function openInBoth(command: string, shown: string, secret?: string): Promise<void> {
    for (const window of [ada, bo]) {
      await window.runCommand('View: Close All Editors');
      await window.runCommand(`Agent Secrets: ${command}`);
      if (secret !== undefined) await window.choose(secret);
      await window.panel.locator(shown).first().waitFor();
    }
  }

  const textOf = async (window: Workbench, part: string): Promise<string> =>
    (await window.panel.locator(part).first().innerText()).replaceAll(/\s+/g, ' ');
  const namesIn = (window: Workbench): Promise<readonly string[]> =>
    window.panel.locator('.card code').allInnerTexts();
  async function cell(window: Workbench, secret: string, agent: string): Promise<Locator> {
    const column = await window.panel
      .locator('thead th', { hasText: agent })
      .getAttribute('aria-colindex', { timeout: soon.timeout });
    const row = window.panel.getByRole('row', { name: secret });
    return row.locator(`[role=gridcell][aria-colindex="${column ?? ''}"]`);
  }

  async function description(): Promise<string | undefined> {
    const { accountId, admin: client } = world.vault;
    return (await client.secret(accountId, 'payments_api_key')).description;
  }

  async function readersOf(name: string): Promise<readonly string[]> {
    const { accountId, admin: client } = world.vault;
    return (await client.access(accountId, name)).agentIds.toSorted();
  }
});
