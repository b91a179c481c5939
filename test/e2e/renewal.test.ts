import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkedByCommandLine } from './support/command-line.ts';
import { axeStepsInFourThemes } from './support/four-themes.ts';
import { patiently } from './support/patiently.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { startWorld, type World } from './support/world.ts';

const name = 'payments_api_key';

/** Steps of one story: each continues where the previous one ended. */
describe('an admin is reminded of values that are due for renewal', () => {
  let world: World;
  let admin: Workbench;
  let sidebar: Sidebar;

  beforeAll(async () => {
    world = await startWorld();
    admin = await world.openWorkbench();
    sidebar = new Sidebar(admin);
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await sidebar.row('Secrets', name).last().waitFor();
  });
  afterAll(() => world?.close());

  const text = (): Promise<string> => admin.panel.locator('body').innerText();

  it('records on its page who owns a secret, and when its value expires', async () => {
    await sidebar.menu('Secrets', name, 'Show Secret…');
    await admin.panel.locator('#upkeep').click();
    await admin.choose('Owner');
    await sidebar.fill('Payments team', 'Treasury');
    await expect.poll(text, soon).toMatch(/Owner\s+Treasury/);
    await admin.panel.locator('#upkeep').click();
    await admin.choose('Expires on');
    await sidebar.fill('2027-01-31', dayFromNow(9));
    await expect.poll(text, soon).toContain(`Due for renewal: expires in 9 days (${dayFromNow(9)})`);
    await admin.picture('55-renewal-page');
  });

  it('is shown a date that does not exist while typing it', async () => {
    await admin.panel.locator('#upkeep').click();
    await admin.choose('Expires on');
    const box = admin.page.locator('.quick-input-widget');
    await box.locator('input').fill('2027-02-30');
    await expect.poll(() => box.innerText(), soon).toContain('Enter a date such as 2027-01-31.');
    await box.locator('input').fill('2026-01-31');
    await expect.poll(() => box.innerText(), soon).toContain('This day has passed.');
    await admin.page.keyboard.press('Escape');
  });

  it('sees the secret in the sidebar, above all others, and in the file that reads it', async () => {
    await sidebar.row('Secrets', 'Due for renewal').last().click();
    await expect
      .poll(() => sidebar.text('Secrets'), soon)
      .toMatch(/Due for renewal\s*1\s+payments_api_key\s*expires in 9 days/);
    await admin.picture('56-renewal-sidebar');
    await admin.runCommand('View: Close All Editors');
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.goBehind('"payments_api');
    await admin.quickFixes();
    await admin.chooseQuickFix('Rotate "payments_api_key"');
    await expect.poll(text, soon).toContain('Rotate');
  });

  it('finds it among all secrets of the account, also by its owner', async () => {
    await admin.runCommand('Agent Secrets: Show Secrets of the Account');
    await admin.panel.locator('#show').selectOption('due');
    const names = (): Promise<string[]> => admin.panel.locator('.card code').allInnerTexts();
    await expect.poll(names, soon).toEqual([name]);
    expect(await admin.panel.locator('.card').innerText()).toContain('expires in 9 days');
    await admin.panel.locator('#show').selectOption('all');
    await admin.panel.locator('#secret-filter').fill('treasury');
    await expect.poll(names, soon).toEqual([name]);
    await admin.picture('57-renewal-list');
  });

  it('labels several secrets at once', async () => {
    await admin.panel.locator('#secret-filter').fill('api');
    const cards = admin.panel.locator('.card');
    await expect.poll(() => cards.count(), soon).toBeGreaterThan(2);
    const count = await cards.count();
    await admin.panel.locator('#select-shown').click();
    await admin.panel.locator('#upkeep').click();
    await admin.choose('Labels');
    await sidebar.fill('payments, live', 'reviewed');
    await admin.panel.locator('#secret-filter').fill('reviewed');
    await expect.poll(() => cards.count(), soon).toBe(count);
  });

  it('changes those that a filter by label, then one by owner finds', async () => {
    const { accountId, admin: client } = world.vault;
    const labeled = async (label: string) =>
      (await client.secrets(accountId)).filter(({ labels }) => labels?.includes(label));
    const reviewed = await labeled('reviewed');
    await admin.panel.locator('#select-shown').click();
    await admin.panel.locator('#upkeep').click();
    await admin.choose('Owner');
    await sidebar.fill('Payments team', 'Platform team');
    await admin.panel.locator('#secret-filter').fill('platform team');
    await expect.poll(() => admin.panel.locator('.card').count(), soon).toBe(reviewed.length);
    await admin.panel.locator('#select-shown').click();
    await admin.panel.locator('#upkeep').click();
    await admin.choose('Labels');
    await sidebar.fill('payments, live', 'audited');
    await expect
      .poll(async () => (await labeled('audited')).map((one) => one.name), soon)
      .toEqual(reviewed.map((one) => one.name));
  });

  it('an author without the right to change it sees the same in the file and in a check', async () => {
    const author = await world.openWorkbench();
    await author.openFile('hotel-booking/functions/take_deposit.py');
    await author.openSidebar();
    await author.signIn(world.vault.keys.author);
    const sentence = `The value of the secret "payments_api_key" expires on ${dayFromNow(9)}.`;
    await expect.poll(() => author.problemTexts(), soon).toContainEqual(expect.stringContaining(sentence));
    const checked = await checkedByCommandLine(world.vault, world.editor);
    expect(checked.get('hotel-booking/functions/take_deposit.py')).toContainEqual(
      expect.stringContaining(sentence),
    );
  });

  it('a new value ends the reminder, and the editor offers to enter the next date', async () => {
    await admin.page.locator('.tab', { hasText: 'Rotate' }).click();
    await admin.panel.locator('#value').fill('not-a-real-key-2');
    await admin.panel.locator('#store').click();
    const told = admin.page.locator('.notification-toast', { hasText: 'belonged to the old value' });
    await told.waitFor({ timeout: soon.timeout });
    await expect.poll(() => sidebar.text('Secrets'), soon).not.toContain('Due for renewal');
    await told.getByRole('button', { name: 'Owner and Dates…' }).click();
    await admin.choose('Expires on');
    await sidebar.fill('2027-01-31', dayFromNow(90));
    const { accountId, admin: client } = world.vault;
    await expect
      .poll(async () => (await client.secret(accountId, name)).expiresOn, soon)
      .toBe(dayFromNow(90));
  });

  it('records how often to rotate the value, and sees the next day', async () => {
    // The previous step's change redraws the rows, which closes a menu.
    await patiently(async () => {
      await sidebar.menu('Secrets', name, 'Show Secret…');
      await admin.panel.locator('#upkeep').click({ timeout: 5_000 });
    });
    await admin.choose('Rotate every');
    await sidebar.fill('90', '45');
    await expect.poll(text, soon).toMatch(/Rotation\s+every 45 days, next by 20/);
    expect(await text()).toContain(dayFromNow(45));
  });

  axeStepsInFourThemes(() => admin, '#upkeep', '58-renewal-page');
});

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
