import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patiently } from './support/patiently.ts';
import { readAsAgent } from './support/run-time.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

const four = ['old_key_1', 'old_key_2', 'old_key_3', 'old_key_4'] as const;

/** Steps of one story: each continues where the previous one ended. */
describe('an admin deletes secrets', () => {
  let world: World;
  let admin: Workbench;
  let sidebar: Sidebar;

  beforeAll(async () => {
    world = await startWorld();
    const { accountId, admin: client } = world.vault;
    for (const name of four)
      await client.createSecret(accountId, {
        name,
        kind: 'single',
        value: 'not-a-real-key',
        agentIds: [agents.hotel, agents.clinic],
      });
    const token = await world.vault.agentToken(agents.hotel);
    await readAsAgent(world.vault.url, { agentId: agents.hotel, token }, four[0]);
    admin = await world.openWorkbench();
    sidebar = new Sidebar(admin);
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await admin.secretRow(four[0]).waitFor();
  });
  afterAll(() => world?.close());

  it('four selected rows are deleted together, after one question that says who uses them', async () => {
    await deleteRows(four);
    const question = await sidebar.question();
    expect(question).toContain('Delete these 4 secrets?');
    expect(question).toMatch(/old_key_1 – 2 agents, last read .+, maybe used in this workspace \(dynamic\)/);
    expect(question).toContain('old_key_4 – 2 agents, never read, maybe used in this workspace (dynamic)');
    await admin.picture('40-delete-four');
    await sidebar.answer('Delete');
    await expect.poll(deletedNames, soon).toEqual(four);
    await admin.page.locator('.statusbar', { hasText: '4 secrets deleted' }).waitFor();
    await admin.secretRow(four[0]).waitFor({ state: 'detached' });
  });

  it('the list of deleted secrets restores one with its access', async () => {
    await admin.runCommand('Agent Secrets: Restore Deleted Secrets');
    await expect.poll(() => admin.choices(), soon).toHaveLength(4);
    expect((await admin.choices()).join('\n')).toMatch(
      /old_key_2[^]*Can be restored until .+2 agents could read it/,
    );
    await admin.picture('41-deleted-secrets');
    await admin.page.locator('.quick-input-list .monaco-list-row', { hasText: 'old_key_2' }).click();
    await admin.page.keyboard.press('Enter');
    await admin.secretRow('old_key_2').waitFor();
    expect(await deletedNames()).toEqual(['old_key_1', 'old_key_3', 'old_key_4']);
  });

  it('creating a secret with the name of a deleted one offers to restore it', async () => {
    await admin.runCommand('Agent Secrets: Create Secret');
    await admin.panel.locator('#name').fill('old_key_3');
    await expect
      .poll(() => admin.panel.locator('#name-problem').innerText(), soon)
      .toContain('A deleted secret has this name');
    await admin.picture('42-create-deleted');
    await admin.panel.getByRole('button', { name: 'Restore the Deleted Secret' }).click();
    await admin.secretRow('old_key_3').waitFor();
    await expect
      .poll(() => admin.panel.locator('#name-problem').innerText(), soon)
      .toContain('already exists');
    await admin.panel.getByRole('button', { name: 'Show Secret' }).click();
    await admin.page.locator('.tab.active', { hasText: 'old_key_3' }).waitFor();
    await admin.runCommand('View: Close Editor');
    await admin.page.locator('.tab', { hasText: 'Create Secret' }).click();
    await admin.panel.locator('#cancel').click();
    await sidebar.answer('Discard');
  });

  it('one secret that was deleted elsewhere in the meantime is named, and the other one is deleted', async () => {
    await deleteRows(['old_key_2', 'old_key_3']);
    expect(await sidebar.question()).toContain('Delete these 2 secrets?');
    await world.vault.admin.deleteSecret(world.vault.accountId, 'old_key_2', 'any');
    await sidebar.answer('Delete');
    const message = admin.page.locator('.notification-toast', { hasText: 'Deleted 1 of 2 secrets.' });
    await message.waitFor();
    expect(await message.innerText()).toContain('old_key_2');
    await admin.picture('43-delete-partly');
    await expect.poll(deletedNames, soon).toEqual(four);
  });

  /** A command loses its rows if the view is redrawn while the menu is open; a user opens it again. */
  async function deleteRows(names: readonly string[]): Promise<void> {
    await patiently(async () => {
      await sidebar.select('Secrets', names);
      await sidebar.menu('Secrets', names.at(-1) ?? '', 'Delete Secret…');
      await admin.dialog.waitFor({ timeout: 5_000 });
    });
  }

  async function deletedNames(): Promise<readonly string[]> {
    const { accountId, admin: client } = world.vault;
    const all = await client.secrets(accountId, { includeDeleted: true });
    return all.filter(({ deletedAt }) => deletedAt !== undefined).map(({ name }) => name);
  }
});
