import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeStepsInFourThemes } from './support/four-themes.ts';
import { createPerson } from './support/people.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

/** Steps of one story: each continues where the previous one ended. */
describe('an admin compares the environments of the account', () => {
  let world: World;
  let admin: Workbench;

  beforeAll(async () => {
    world = await startWorld();
    const { accountId, admin: client } = world.vault;
    const agentIds = [agents.hotel];
    const live = { api_key: 'not-a-real-key', token_url: 'not-a-real-url' };
    const sandbox = { api_key: 'not-a-real-key' };
    const kind = 'key_value';
    await client.createSecret(accountId, { name: 'rates_api_live', kind, value: live, agentIds });
    await client.createSecret(accountId, { name: 'rates_api_sandbox', kind, value: sandbox });
    await client.createSecret(accountId, { name: 'invoices_live', kind, value: live, description: 'Bills' });
    admin = await openAs(world.vault.keys.admin);
  });
  afterAll(() => world?.close());

  async function openAs(key: string): Promise<Workbench> {
    const window = await world.openWorkbench();
    await window.openFile('hotel-booking/functions/take_deposit.py');
    await window.openSidebar();
    await window.signIn(key);
    await new Sidebar(window).row('Secrets', 'payments_api_key').last().waitFor();
    return window;
  }

  const rowsIn = async (window: Workbench): Promise<readonly string[]> => {
    const texts = await window.panel.locator('tbody tr').allInnerTexts();
    return texts.map((text) => text.replaceAll(/\s+/g, ' '));
  };
  const rows = () => rowsIn(admin);

  it('enters how names end, and sees at once what is missing and what differs', async () => {
    await admin.runCommand('Agent Secrets: Show Environments');
    await admin.panel.locator('#edit-rule').click();
    expect(await admin.panel.locator('#suffix-0').inputValue()).toBe('_sandbox');
    await expect.poll(rows, soon).toHaveLength(3);
    await admin.picture('70-environments-rule');
    await admin.panel.locator('#save-rule').click();
    await admin.panel.locator('form').waitFor({ state: 'detached' });
    // The example workspace has a pair that is alike.
    const [booking, invoices, rates] = await rows();
    expect(booking).toMatch(/^booking_api (different agents )?booking_api_sandbox .*booking_api_live/);
    expect(booking).not.toMatch(/missing|lacks/);
    expect(rates).toMatch(/rates_api_sandbox api_key lacks the field token_url no agents/);
    expect(rates).toMatch(/rates_api_live api_key, token_url 1 agent/);
    expect(invoices).toMatch(/missing Create invoices_sandbox… invoices_live/);
    const { accountId, admin: client } = world.vault;
    expect((await client.account(accountId)).environments).toEqual([
      { name: 'Sandbox', suffix: '_sandbox' },
      { name: 'Live', suffix: '_live' },
    ]);
    await admin.picture('71-environments');
  });

  it('creates the missing secret in a form with its name and the fields of its counterpart', async () => {
    await admin.panel.getByRole('button', { name: 'Create invoices_sandbox…' }).click();
    await expect.poll(() => admin.panel.locator('#name').inputValue(), soon).toBe('invoices_sandbox');
    expect(await admin.panel.locator('#description').inputValue()).toBe('Bills');
    const names = await admin.panel
      .locator('.rows .row-inputs input')
      .evaluateAll((inputs) =>
        inputs.flatMap((input) =>
          input instanceof HTMLInputElement && input.type === 'text' ? [input.value] : [],
        ),
      );
    expect(names).toEqual(expect.arrayContaining(['api_key', 'token_url']));
    for (const value of await admin.panel.locator('.rows [data-value]').all())
      await value.fill('not-a-real-key');
    await admin.panel.locator('#add').click();
    await expect.poll(async () => (await rows())[1], soon).toMatch(/invoices_sandbox api_key, token_url/);
  });

  it('follows what others do in other windows: a reviewer too, who can only look', async () => {
    const rita = await createPerson(world.vault, { name: 'Rita Reviewer', role: 'reviewer' });
    const reviewer = await openAs(rita.key);
    await reviewer.runCommand('Agent Secrets: Show Environments');
    await expect.poll(() => rowsIn(reviewer), soon).toHaveLength(3);
    expect(await reviewer.panel.getByRole('button', { name: /Edit|Create/ }).count()).toBe(0);
    const { accountId, admin: client } = world.vault;
    await client.deleteSecret(accountId, 'rates_api_sandbox', 'any');
    for (const window of [admin, reviewer])
      await expect.poll(async () => (await rowsIn(window))[2], soon).toMatch(/^rates_api missing/);
    const { revision } = await client.account(accountId);
    const environments = [{ name: 'Production', suffix: '_live' }];
    await client.changeAccount(accountId, { environments }, revision);
    for (const window of [admin, reviewer])
      await expect
        .poll(() => window.panel.locator('thead th').allInnerTexts(), soon)
        .toEqual(['Name', 'Production']);
    await reviewer.page.close();
  });

  it('a name opens the page of its secret', async () => {
    await admin.panel.getByRole('button', { name: 'invoices_live' }).click();
    await admin.page.locator('.tab.active', { hasText: 'invoices_live' }).waitFor();
    await admin.page.locator('.tab', { hasText: 'Environments' }).click();
    await expect.poll(rows, soon).toHaveLength(3);
  });

  it('what was entered survives that the tab was hidden, and a reload of the window', async () => {
    await admin.panel.locator('#edit-rule').click();
    await admin.panel.locator('#suffix-0').fill('_prod');
    await admin.page.locator('.tab', { hasText: 'take_deposit.py' }).click();
    await admin.page.locator('.tab', { hasText: 'Environments' }).click();
    await expect.poll(() => admin.panel.locator('#suffix-0').inputValue(), soon).toBe('_prod');
    await admin.runCommand('Developer: Reload Window');
    await admin.panel.locator('#suffix-0').waitFor({ state: 'detached' });
    await expect.poll(() => admin.panel.locator('#suffix-0').inputValue(), { timeout: 60_000 }).toBe('_prod');
  });

  it('what was entered comes back after the tab was closed, and a sign-out asks about it', async () => {
    await admin.runCommand('View: Close Editor');
    const closed = admin.page.locator('.notification-toast', { hasText: '"Environments" was closed' });
    await closed.getByRole('button', { name: 'Restore' }).click();
    await expect.poll(() => admin.panel.locator('#suffix-0').inputValue(), soon).toBe('_prod');
    await admin.runCommand('Agent Secrets: Sign Out');
    expect(await new Sidebar(admin).question()).toMatch(/These forms will close:\s*Environments/);
    await new Sidebar(admin).answer('Cancel');
    await admin.panel.locator('#cancel-rule').click();
    await expect.poll(rows, soon).toHaveLength(3);
  });

  axeStepsInFourThemes(() => admin, 'tbody tr', '72-environments');

  it('an author gets no such command', async () => {
    const author = await createPerson(world.vault, { name: 'Ada Author', role: 'author' });
    const other = await openAs(author.key);
    await expect
      .poll(() => other.offered('Agent Secrets: Show Env'), soon)
      .not.toContain('Show Environments');
  });
});
