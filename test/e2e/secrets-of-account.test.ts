import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

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
    expect(await sidebar.question()).toMatch(/Grant 2 secrets to .*Hotel Booking/);
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
    expect(await readersOf()).toEqual([
      [agents.clinic, agents.hotel],
      [agents.clinic, agents.hotel],
    ]);
  });

  async function readersOf(): Promise<readonly (readonly string[])[]> {
    const { accountId, admin: client } = world.vault;
    const spare = await client.secrets(accountId, { prefix: 'spare_key' });
    return spare.map(({ agentIds }) => agentIds);
  }
});
