import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { startWorld, type World } from './support/world.ts';

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

  it('the selected ones are deleted after one question, and leave the list', async () => {
    await admin.panel.locator('#select-shown').click();
    await admin.panel.locator('#delete').click();
    const sidebar = new Sidebar(admin);
    expect(await sidebar.question()).toContain('Delete these 2 secrets?');
    await sidebar.answer('Delete');
    await expect.poll(() => admin.panel.locator('.card').count(), soon).toBe(0);
  });
});
