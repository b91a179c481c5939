import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeStepsInFourThemes } from './support/four-themes.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

/** What the list shows before other tabs are opened. */
const set = { filter: 'spare', order: 'newest', selected: true };

/** Steps of one story: each continues where the previous one ended. */
describe('an admin looks through the secrets of the account', () => {
  let world: World;
  let admin: Workbench;

  beforeAll(async () => {
    world = await startWorld();
    const { accountId, admin: client } = world.vault;
    for (const name of ['spare_key_1', 'spare_key_2'])
      await client.createSecret(accountId, { name, kind: 'single', value: 'not-a-real-key' });
    admin = await world.openWorkbench();
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.signIn(world.vault.keys.admin);
    await admin.openSidebar();
    await new Sidebar(admin).row('Secrets', 'guest_crm').last().waitFor();
  });
  afterAll(() => world?.close());

  it('a filter finds secrets that no agent can read', async () => {
    await admin.runCommand('Agent Secrets: Show Secrets of the Account');
    await admin.panel.locator('#show').selectOption('ungranted');
    await admin.panel.locator('#secret-filter').fill('spare');
    await expect
      .poll(() => admin.panel.locator('.card code').allInnerTexts(), soon)
      .toEqual(['spare_key_1', 'spare_key_2']);
  });

  it('the selected ones are granted to several agents at once', async () => {
    await admin.panel.locator('#select-shown').click();
    await admin.panel.locator('#grant').click();
    for (const agent of ['Hotel Booking', 'Clinic Reception'])
      await admin.page.locator('.quick-input-list .monaco-list-row', { hasText: agent }).click();
    await admin.page.keyboard.press('Enter');
    const sidebar = new Sidebar(admin);
    expect(await sidebar.question()).toMatch(/Grant .*Hotel Booking.* access to these 2 secrets/);
    await sidebar.answer('Grant');
    await expect.poll(readersOf, soon).toEqual([
      [agents.clinic, agents.hotel],
      [agents.clinic, agents.hotel],
    ]);
    await admin.panel.locator('#show').selectOption('all');
    await expect
      .poll(() => admin.panel.locator('.card .chips').first().innerText(), soon)
      .toContain('Hotel Booking');
  });

  it('a click on a secret without a use in the code opens its page, and the list keeps what was set and ticked', async () => {
    await admin.panel.locator('#order').selectOption('newest');
    await admin.panel.getByLabel('Select spare_key_2', { exact: true }).check();
    await new Sidebar(admin).row('Secrets', 'spare_key_1').last().click();
    await admin.page.locator('.tab.active', { hasText: 'Secret: spare_key_1' }).waitFor();
    await admin.page.locator('.tab', { hasText: 'Secrets of the Account' }).click();
    await expect.poll(whatIsSet, soon).toEqual(set);
    await admin.page.locator('.tab', { hasText: 'Secret: spare_key_1' }).click();
    await admin.runCommand('View: Close Editor');
    await expect.poll(whatIsSet, soon).toEqual(set);
    // Stores the tab: the editor of a browser does that only every few seconds.
    await admin.runCommand('Developer: Reload Window');
    await admin.panel.locator('#order').waitFor({ state: 'detached' });
    await expect.poll(whatIsSet, { timeout: 60_000 }).toEqual(set);
    await admin.panel.locator('#clear').click();
    await admin.panel.locator('#order').selectOption('name');
  });

  axeStepsInFourThemes(() => admin, '.card', '53-secrets-of-account');

  it('before a revoke, the code that will fail is shown', async () => {
    const sidebar = new Sidebar(admin);
    await admin.panel.locator('#secret-filter').fill('guest_crm');
    await revokeFromHotel();
    expect(await sidebar.question()).toMatch(/this secret from Hotel Booking.*guest_crm – .*MissingAccess/s);
    await sidebar.answer('Cancel');
    await admin.panel.locator('#secret-filter').fill('spare');
    await revokeFromHotel();
    expect(await sidebar.question()).toMatch(/these 2 secrets from Hotel Booking/);
    await sidebar.answer('Revoke');
    await expect.poll(readersOf, soon).toEqual([[agents.clinic], [agents.clinic]]);
  });

  it('the selected ones are deprecated together', async () => {
    await admin.panel.locator('#select-shown').click();
    await admin.panel.locator('#deprecate').click();
    await admin.choose('No replacement');
    await admin.panel.locator('#show').selectOption('deprecated');
    await expect
      .poll(() => admin.panel.locator('.card code').allInnerTexts(), soon)
      .toEqual(['spare_key_1', 'spare_key_2']);
  });

  it('they are among those that no code uses and no agent has read', async () => {
    for (const show of ['unread', 'unused']) {
      await admin.panel.locator('#show').selectOption(show);
      await expect
        .poll(() => admin.panel.locator('.card code').allInnerTexts(), soon)
        .toEqual(['spare_key_1', 'spare_key_2']);
    }
    await admin.panel.locator('#secret-filter').fill('guest_crm');
    await expect.poll(() => admin.panel.locator('.card').count(), soon).toBe(0);
    await admin.panel.locator('#secret-filter').fill('spare');
  });

  it('the selected ones are deleted after one question, and leave the list', async () => {
    await admin.panel.locator('#select-shown').click();
    await admin.panel.locator('#delete').click();
    const sidebar = new Sidebar(admin);
    expect(await sidebar.question()).toContain('Delete these 2 secrets?');
    await sidebar.answer('Delete');
    await expect.poll(() => admin.panel.locator('.card').count(), soon).toBe(0);
  });

  it('deleted ones are listed, and restored together', async () => {
    await admin.panel.locator('#show').selectOption('deleted');
    await expect
      .poll(() => admin.panel.locator('.card code').allInnerTexts(), soon)
      .toEqual(['spare_key_1', 'spare_key_2']);
    await admin.picture('53-deleted-secrets');
    await admin.panel.locator('#select-shown').click();
    await admin.panel.locator('#restore').click();
    await expect.poll(() => admin.panel.locator('.card').count(), soon).toBe(0);
    expect(await readersOf()).toEqual([[agents.clinic], [agents.clinic]]);
  });

  /** Selects what is shown, and the agent in the list that opens. */
  async function revokeFromHotel(): Promise<void> {
    await admin.panel.locator('#select-shown').click();
    await admin.panel.locator('#revoke').click();
    await admin.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Hotel Booking' }).click();
    await admin.page.keyboard.press('Enter');
  }

  async function whatIsSet(): Promise<object> {
    const { panel } = admin;
    const ticked = panel.getByLabel('Select spare_key_2', { exact: true });
    return {
      filter: await panel.locator('#secret-filter').inputValue(soon),
      order: await panel.locator('#order').inputValue(soon),
      selected: await ticked.isChecked(soon),
    };
  }

  async function readersOf(): Promise<readonly (readonly string[])[]> {
    const { accountId, admin: client } = world.vault;
    const spare = await client.secrets(accountId, { prefix: 'spare_key' });
    return spare.map(({ agentIds }) => agentIds);
  }
});
