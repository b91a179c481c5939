import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPerson } from './support/people.ts';
import { readAsAgent } from './support/run-time.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

const name = 'payments_api_key';

/** Steps of one story: each continues where the previous one ended. */
describe('an admin looks at one secret', () => {
  let world: World;
  let admin: Workbench;
  let sidebar: Sidebar;

  beforeAll(async () => {
    world = await startWorld();
    const token = await world.vault.agentToken(agents.hotel);
    await readAsAgent(world.vault.url, { agentId: agents.hotel, token }, name);
    admin = await world.openWorkbench();
    sidebar = new Sidebar(admin);
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await sidebar.row('Secrets', name).last().waitFor();
  });
  afterAll(() => world?.close());

  const text = (): Promise<string> => admin.panel.locator('body').innerText();

  it('the page opens from its row and says who can read it, who read it last, and where the code uses it', async () => {
    await sidebar.menu('Secrets', name, 'Show Secret…');
    await expect.poll(text, soon).toMatch(/Last read\s+\d*[^\n]*Hotel Booking/);
    await expect.poll(text, soon).toContain('hotel-booking/functions/take_deposit.py:');
    expect(await admin.panel.locator('.chips').innerText()).toContain('Hotel Booking');
    await admin.picture('50-secret-page');
  });

  it('a change elsewhere appears on the page, which keeps its scroll position and focus', async () => {
    const { accountId, admin: client } = world.vault;
    await admin.panel.locator('#history').focus();
    const before = await scrolled(admin);
    await client.changeSecret(accountId, name, { description: 'Deposits of hotel guests.' }, 'any');
    await expect.poll(text, soon).toContain('Deposits of hotel guests.');
    const { etag } = await client.access(accountId, name);
    await client.changeAccess(accountId, name, { grant: [agents.clinic] }, etag);
    await expect.poll(() => admin.panel.locator('.chips').innerText(), soon).toContain('Clinic Reception');
    expect(await scrolled(admin)).toEqual(before);
  });

  it('a request appears on the page and is approved there', async () => {
    const { accountId, admin: client } = world.vault;
    const { etag } = await client.access(accountId, name);
    await client.changeAccess(accountId, name, { revoke: [agents.clinic] }, etag);
    await client.requestAccess(agents.clinic, { secretName: name, reason: 'Bills of patients' });
    await expect.poll(text, soon).toContain('Bills of patients');
    await admin.panel.getByText('Approve…').click();
    await sidebar.fill(/Note/, '');
    await expect.poll(text, soon).not.toContain('Bills of patients');
    await expect.poll(() => admin.panel.locator('.chips').innerText(), soon).toContain('Clinic Reception');
  });

  it('the secret is deprecated in favor of another one, which can be undone', async () => {
    await admin.panel.locator('#deprecate').click();
    await admin.choose('booking_api_live');
    await expect.poll(text, soon).toContain('Deprecated: use booking_api_live instead.');
    await admin.panel.getByText('Change Deprecation…').click();
    await admin.choose('Undo Deprecation');
    await expect.poll(text, soon).not.toContain('Deprecated: use');
    await admin.panel.getByText('Deprecate…', { exact: true }).waitFor();
  });

  it('a place opens the code, and the page is still there', async () => {
    await admin.panel
      .getByRole('button', { name: /take_deposit\.py:/ })
      .first()
      .click();
    await admin.page.locator('.tab.active', { hasText: 'take_deposit.py' }).waitFor();
    await admin.page.locator('.tab', { hasText: `Secret: ${name}` }).click();
    await expect.poll(text, soon).toContain('Deposits of hotel guests.');
  });

  it('after a reload of the window, the page is back', async () => {
    await admin.untilStored(`Secret: ${name}`);
    await admin.reload();
    // The window stores late which tab is active.
    await admin.page.locator('.tab', { hasText: `Secret: ${name}` }).click();
    await expect.poll(text, soon).toContain('Deposits of hotel guests.');
  });

  it('deleting and restoring it shows on the page', async () => {
    await admin.panel.locator('#delete').click();
    expect(await sidebar.question()).toContain(`Delete the secret "${name}"?`);
    await sidebar.answer('Delete');
    await expect.poll(text, soon).toMatch(/Deleted on [^]*Can be restored until/);
    await admin.picture('51-secret-page-deleted');
    await admin.panel.locator('#restore').click();
    await admin.panel.locator('#rotate').waitFor();
    expect(await text()).not.toContain('Deleted on');
  });

  it('a card in the list of the account leads to the page', async () => {
    await admin.runCommand('Agent Secrets: Show Secrets of the Account');
    await admin.panel.getByRole('button', { name: 'guest_crm', exact: true }).click();
    await expect.poll(() => admin.panel.locator('h1').innerText(), soon).toContain('guest_crm');
    expect(await admin.panel.locator('.fields').innerText()).toContain('••••');
  });

  it('a duplicate begins with its fields, description and agents, but without values', async () => {
    await admin.panel.locator('#duplicate').click();
    await admin.choose('can read "guest_crm"');
    await admin.page.locator('.tab.active', { hasText: 'Create Secret' }).waitFor();
    await expect.poll(() => admin.panel.locator('#name').inputValue(), soon).toBe('guest_crm_copy');
    const form = await admin.panel.locator('body').innerText();
    expect(form).toContain('Hotel Booking');
    const values = admin.panel.locator('input[type=password], textarea.value, .value input');
    for (const value of await values.all()) expect(await value.inputValue()).toBe('');
    await admin.picture('53-duplicate');
  });

  it('copies the access list of another secret, which is saved after a look', async () => {
    await admin.runCommand('Agent Secrets: Show Secret…');
    await admin.choose('weather_api_key');
    await admin.panel.getByText('Copy Access From…').click();
    await admin.choose('patient_records_token');
    await admin.page.locator('.tab.active', { hasText: 'Access: weather_api_key' }).waitFor();
    await expect.poll(text, soon).toMatch(/Clinic Reception/);
    await admin.picture('54-copied-access');
  });
});

describe('a reviewer looks at one secret', () => {
  let world: World;
  let reviewer: Workbench;

  beforeAll(async () => {
    world = await startWorld();
    const { admin: client } = world.vault;
    await client.requestAccess(agents.clinic, { secretName: name, reason: 'Bills of patients' });
    const rita = await createPerson(world.vault, { name: 'Rita Reviewer', role: 'reviewer' });
    reviewer = await world.openWorkbench();
    await reviewer.openFile('hotel-booking/functions/take_deposit.py');
    await reviewer.openSidebar();
    await reviewer.signIn(rita.key);
  });
  afterAll(() => world?.close());

  it('sees the readers and the request, and can change nothing', async () => {
    await new Sidebar(reviewer).menu('Secrets', name, 'Show Secret…');
    await expect.poll(() => reviewer.panel.locator('body').innerText(), soon).toContain('Bills of patients');
    expect(await reviewer.panel.locator('.chips').innerText()).toContain('Hotel Booking');
    expect(await reviewer.panel.locator('vscode-button').allInnerTexts()).toEqual(['View History…']);
    expect(await reviewer.panel.locator('.chips button').count()).toBe(0);
    await reviewer.picture('52-secret-page-reviewer');
  });
});

/** The scroll position of the page, and the ID of its focused control. */
function scrolled({ panel }: Workbench): Promise<readonly [number, string | undefined]> {
  return panel.locator('body').evaluate(() => [window.scrollY, document.activeElement?.id] as const);
}
