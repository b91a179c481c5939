import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { axeStepsInFourThemes } from './support/four-themes.ts';
import { readAsAgent } from './support/run-time.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

/** Steps of one story: each continues where the previous one ended. */
describe('an admin looks after people and keys', () => {
  let world: World;
  let admin: Workbench;
  let sidebar: Sidebar;
  let key: string;

  beforeAll(async () => {
    world = await startWorld();
    admin = await world.openWorkbench();
    sidebar = new Sidebar(admin);
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await sidebar.row('Secrets', 'guest_crm').last().waitFor();
    await admin.runCommand('Agent Secrets: Show People and Keys');
  });
  afterAll(() => world?.close());

  const text = async (): Promise<string> =>
    (await admin.panel.locator('body').innerText()).replaceAll(/\s+/g, ' ');
  const press = (label: string): Promise<void> =>
    admin.panel.getByRole('button', { name: label }).first().click();
  const copied = (): Promise<string> => admin.page.evaluate(() => navigator.clipboard.readText());
  const identity = (token: string) => createVaultClient({ url: world.vault.url, key: token, fetch }).me();

  it('adds a person with a role', async () => {
    await admin.panel.locator('#add-person').click();
    await sidebar.fill('Ada Lovelace', 'Berta Builder');
    await sidebar.fill('ada@example.com', 'berta@example.com');
    await admin.choose('reviewer');
    await expect.poll(text, soon).toContain('Berta Builder reviewer berta@example.com');
  });

  it('changes the role', async () => {
    await press('Change Berta Builder');
    await admin.choose('Change Role…');
    await admin.choose('author');
    await expect.poll(text, soon).toContain('Berta Builder author');
  });

  it('issues a key, which is copied and works, and never appears in the page', async () => {
    await press('Issue a key for Berta Builder');
    await sidebar.fill('Laptop', 'Notebook of Berta');
    await admin.choose('30 days');
    expect(await sidebar.question()).toContain('It is available only now.');
    await admin.picture('70-issued-key');
    await sidebar.answer('Copy Key');
    await expect.poll(copied, soon).toMatch(/^ags_/);
    key = await copied();
    expect(await identity(key)).toMatchObject({ name: 'Berta Builder', role: 'author' });
    await expect.poll(text, soon).toContain('Notebook of Berta author for Berta Builder issued');
    expect(await admin.page.content()).not.toContain(key);
    expect(await admin.panel.locator('html').innerHTML()).not.toContain(key);
    await admin.picture('71-people');
  });

  it('revokes a key that no one copied', async () => {
    await admin.panel.locator('#issue-for-agent').click();
    await admin.choose('Hotel Booking');
    await sidebar.fill('Laptop', 'Pipeline');
    await admin.choose('90 days');
    await sidebar.question();
    await sidebar.answer('Cancel');
    await admin.page.locator('.notification-toast', { hasText: '"Pipeline" was not copied' }).waitFor();
    await admin.panel.locator('#ended').check();
    await expect.poll(text, soon).toMatch(/Pipeline agent for Hotel Booking .* revoked/);
  });

  it('issues a key for an agent, which reads with it until it is revoked', async () => {
    await admin.panel.locator('#issue-for-agent').click();
    await admin.choose('Hotel Booking');
    await sidebar.fill('Laptop', 'Run time');
    await admin.choose('90 days');
    await sidebar.question();
    await sidebar.answer('Copy Key');
    await expect.poll(copied, soon).not.toBe(key);
    const token = await copied();
    const read = () => readAsAgent(world.vault.url, { agentId: agents.hotel, token }, 'weather_api_key');
    expect(await read()).toHaveProperty('value');
    await press('Revoke the key Run time');
    expect(await sidebar.question()).toContain('Revoke the key "Run time"?');
    await sidebar.answer('Revoke');
    await expect.poll(read, soon).not.toHaveProperty('value');
  });

  it('reads what happens before the key of this window is revoked', async () => {
    await press('Revoke the key Admin');
    const question = await sidebar.question();
    expect(question).toContain('You are signed in with this key');
    expect(question).toContain('last valid key of an account admin');
    await sidebar.answer('Cancel');
  });

  it('sees a person who was added elsewhere', async () => {
    await world.vault.admin.createUser(world.vault.accountId, { name: 'Carl Cloud', role: 'reviewer' });
    await expect.poll(text, soon).toContain('Carl Cloud reviewer');
  });

  it('disables a person, whose keys stop working', async () => {
    await press('Change Berta Builder');
    await admin.choose('Disable…');
    await sidebar.question();
    await sidebar.answer('Disable');
    await expect.poll(text, soon).toMatch(/Berta Builder author disabled/);
    await expect(identity(key)).rejects.toThrow('key');
  });

  axeStepsInFourThemes(() => admin, '.entries li', '71-people');
});
