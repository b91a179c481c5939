import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { startWorld, type World } from './support/world.ts';

/** Steps of one story: each continues where the previous one ended. */
describe('forms that are open while someone else makes changes', () => {
  let world: World;
  let admin: Workbench;

  beforeAll(async () => {
    world = await startWorld();
    admin = await world.openWorkbench();
    await admin.openFile('hotel-booking/functions/find_guest.py');
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await admin.secretRow('guest_crm').waitFor();
    for (const command of ['Edit Secret', 'Edit Access', 'Rotate']) {
      await admin.runCommand(`Agent Secrets: ${command}`);
      await admin.choose('guest_crm');
      await tabOf(command).waitFor();
      // The form takes the focus when it appears.
      await admin.panel.locator('#save, #store').first().waitFor();
    }
  });
  afterAll(() => world?.close());

  it('an edit form without input shows the description and the fields that someone else saved', async () => {
    await tabOf('Edit Secret').click();
    await change({ description: 'Changed elsewhere', fields: { set: {}, remove: ['tenant'] } });
    await expect.poll(() => admin.panel.locator('#description').inputValue(), soon).toBe('Changed elsewhere');
    await expect.poll(() => fieldsShown(), soon).toEqual(['password', 'username']);
    expect(await admin.panel.locator('.conflict').count()).toBe(0);
  });

  it('an edit form with unsaved input says what someone else changed, and keeps the input', async () => {
    await admin.panel.locator('#description').fill('Mine');
    await change({ fields: { set: { tenant: 'not-a-real-key' }, remove: [] } });
    await expect
      .poll(() => admin.panel.locator('footer').innerText(), soon)
      .toMatch(/Changed by .+: Value, Fields\. Your input is kept\./);
    expect(await admin.panel.locator('#description').inputValue()).toBe('Mine');
    await admin.panel.locator('#description').fill('Changed elsewhere');
    await expect.poll(() => fieldsShown(), soon).toEqual(['password', 'tenant', 'username']);
    await expect
      .poll(() => admin.panel.locator('footer').innerText(), soon)
      .not.toContain('Your input is kept');
  });

  it('an access list shows an agent that is new in the account, by its name', async () => {
    await tabOf('Edit Access').click();
    const { accountId, admin: client } = world.vault;
    await client.createAgent(accountId, { agentId: 'PROJECT-SPA04', agentName: 'Spa and Pool' });
    const { etag } = await client.access(accountId, 'guest_crm');
    await client.changeAccess(accountId, 'guest_crm', { grant: ['PROJECT-SPA04'] }, etag);
    const box = admin.panel.getByRole('checkbox', { name: /Spa and Pool/ });
    await expect.poll(() => box.isChecked(), soon).toBe(true);
  });

  it('every form says that the secret was deleted, and goes on when it is restored', async () => {
    const { accountId, admin: client } = world.vault;
    await client.deleteSecret(accountId, 'guest_crm', 'any');
    for (const command of ['Rotate', 'Edit Access', 'Edit Secret']) {
      await tabOf(command).click();
      await expect
        .poll(() => admin.panel.locator('[role=alert]').innerText(), soon)
        .toContain('"guest_crm" was deleted');
    }
    await admin.picture('70-edit-of-deleted');
    await client.undeleteSecret(accountId, 'guest_crm', 'any');
    await expect.poll(() => admin.panel.locator('[role=alert]').innerText(), soon).toBe('');
    await admin.panel.locator('#description').fill('Saved after the restore');
    await admin.panel.locator('#save').click();
    await expect
      .poll(async () => (await client.secret(accountId, 'guest_crm')).description, soon)
      .toBe('Saved after the restore');
  });

  it('the matrix follows a new agent, and marks a deprecated secret', async () => {
    const { accountId, admin: client } = world.vault;
    await admin.runCommand('Agent Secrets: Show Access Matrix');
    const heads = admin.panel.locator('th[role=columnheader]');
    await expect.poll(() => heads.count(), soon).toBe(5);
    await client.createAgent(accountId, { agentId: 'PROJECT-BAR05', agentName: 'Rooftop Bar' });
    await change({ deprecated: {} });
    await expect.poll(() => heads.allInnerTexts(), soon).toContainEqual('Rooftop Bar');
    await admin.panel.getByRole('rowheader', { name: 'guest_crm (deprecated)' }).waitFor();
    await admin.picture('71-matrix-deprecated');
    await admin.runCommand('Agent Secrets: Edit Access');
    await admin.page.locator('.quick-input-widget .quick-input-box input').fill('guest_crm');
    await expect
      .poll(async () => (await admin.choices()).join('\n'), soon)
      .toMatch(/guest_crm\s*key\/value · deprecated/);
    await admin.page.keyboard.press('Escape');
  });

  it('a form for a new secret follows the agents and the names of the account, and keeps its input', async () => {
    const { accountId, admin: client } = world.vault;
    await admin.runCommand('Agent Secrets: Create Secret');
    await admin.panel.locator('#name').fill('spa_api_key');
    await admin.panel.getByLabel('Value', { exact: true }).fill('not-a-real-value');
    await client.createAgent(accountId, { agentId: 'PROJECT-GYM06', agentName: 'Gym' });
    await admin.panel.getByRole('checkbox', { name: /Gym/ }).waitFor();
    await client.createSecret(accountId, { name: 'spa_api_key', kind: 'single', value: 'not-a-real-key' });
    await expect
      .poll(() => admin.panel.locator('#name-problem').innerText(), soon)
      .toContain('already exists');
    expect(await admin.panel.getByLabel('Value', { exact: true }).inputValue()).toBe('not-a-real-value');
    await admin.panel.locator('#name').fill('spa_api_key_2');
    await admin.panel.locator('#add').click();
    await admin.page.locator('.statusbar', { hasText: 'Secret "spa_api_key_2" created' }).waitFor();
  });

  function tabOf(command: string) {
    const titles: Readonly<Record<string, string>> = {
      'Edit Secret': 'Edit: guest_crm',
      'Edit Access': 'Access: guest_crm',
      Rotate: 'Rotate: guest_crm',
    };
    return admin.page.locator('.tab', { hasText: titles[command] ?? command });
  }

  async function fieldsShown(): Promise<readonly string[]> {
    const labels = await admin.panel
      .getByRole('button', { name: /^Remove / })
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    return labels.map((label) => label.replace('Remove ', '')).toSorted();
  }

  async function change(changed: object): Promise<void> {
    const { accountId, admin: client } = world.vault;
    const { etag } = await client.secret(accountId, 'guest_crm');
    await client.changeSecret(accountId, 'guest_crm', changed, etag);
  }
});
