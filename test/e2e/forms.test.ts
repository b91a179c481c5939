import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patiently } from './support/patiently.ts';
import { readAsAgent } from './support/run-time.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

const restored = { ...soon, timeout: 60_000 };

/** Steps of one story: each continues where the previous one ended. */
describe('the forms of an admin', () => {
  let world: World;
  let admin: Workbench;
  let sidebar: Sidebar;

  beforeAll(async () => {
    world = await startWorld();
    admin = await world.openWorkbench();
    sidebar = new Sidebar(admin);
    await admin.openFile('hotel-booking/functions/find_guest.py');
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await admin.secretRow('payments_api_key').waitFor();
  });
  afterAll(() => world?.close());

  it('a credential is refused as a name, with the reason', async () => {
    await admin.runCommand('Agent Secrets: Create Secret');
    await admin.panel.locator('#name').fill(['sk', 'live', '51NotARealKey'].join('_'));
    const problem = admin.panel.locator('#name-problem');
    await expect.poll(() => problem.innerText(), soon).toContain('looks like a credential');
    await admin.panel.locator('#description').fill(`It is ${['sk', 'live', '51NotARealKey'].join('_')}`);
    await expect
      .poll(() => admin.panel.locator('#description-problem').innerText(), soon)
      .toContain('contains a credential');
    await admin.picture('60-credential-as-name');
    await admin.panel.locator('#description').fill('');
  });

  it('a paste with an invalid line fills the other fields, can be looked at, and a second one corrects it', async () => {
    await admin.panel.getByRole('radio', { name: 'Key/value' }).check();
    await admin.panel.locator('#open-paste').click();
    await paste('client_id=not-a-real-id\nnot a line\nregion=eu');
    await expect
      .poll(() => admin.panel.locator('#paste-text-problem').innerText(), soon)
      .toContain('Line 2 does not have');
    expect(await fieldsOf('name')).toEqual(expect.arrayContaining(['client_id', 'region']));
    await admin.panel.getByRole('button', { name: 'Show text' }).click();
    await expect.poll(() => admin.panel.locator('#paste-text').inputValue(), soon).toContain('not a line');
    await admin.picture('60-paste');
    await admin.panel.locator('#paste-text').focus();
    await admin.page.keyboard.press('ControlOrMeta+a');
    await paste('{"client_id": "not-a-real-id-2", "tenant": "t"}');
    await expect.poll(() => fieldsOf('name'), soon).toContain('tenant');
    expect(await fieldsOf('value')).toEqual(expect.arrayContaining(['not-a-real-id-2', 'eu', 't']));
    await admin.panel.getByRole('radio', { name: 'Single value' }).check();
  });

  it('a browser that reloads a moment after the last key keeps all input but the value', async () => {
    await admin.panel.locator('#name').fill('before');
    // Stores the tab: the editor of a browser does that only every few seconds.
    await admin.runCommand('Developer: Reload Window');
    await admin.panel.locator('#name').waitFor({ state: 'detached' });
    await expect.poll(() => admin.panel.locator('#name').inputValue(), restored).toBe('before');
    await admin.panel.locator('#value').fill('not-a-real-value');
    await admin.panel.locator('#name').fill('typed_last');
    await admin.panel.locator('#description').fill('Typed a moment before');
    // This step is about time: the editor would need several seconds to store the input.
    await admin.page.waitForTimeout(500);
    await admin.reload();
    await expect.poll(() => admin.panel.locator('#name').inputValue(), restored).toBe('typed_last');
    expect(await admin.panel.locator('#description').inputValue()).toBe('Typed a moment before');
    expect(await admin.panel.locator('#value').inputValue()).toBe('');
    await admin.panel.locator('#cancel').click();
    await sidebar.answer('Discard');
    await admin.page.locator('.tab', { hasText: 'Create Secret' }).waitFor({ state: 'hidden' });
  });

  it('a value is generated with the chosen length and characters, copied, and stored', async () => {
    const { panel } = admin;
    await admin.runCommand('Agent Secrets: Create Secret');
    await panel.locator('#name').fill('generated_key');
    await panel.getByRole('button', { name: 'Generate strong value' }).click();
    await panel.getByLabel('Length').fill('40');
    for (const kind of ['A–Z', 'a–z', '-_'])
      await panel.getByRole('checkbox', { name: kind, exact: true }).uncheck();
    await expect.poll(() => panel.locator('#value').inputValue(), soon).toMatch(/^[0-9]{40}$/);
    const value = await panel.locator('#value').inputValue();
    await panel.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect.poll(() => admin.page.evaluate(() => navigator.clipboard.readText()), soon).toBe(value);
    await panel.getByRole('checkbox', { name: /Hotel Booking/ }).check();
    await panel.locator('#add').click();
    await admin.page.locator('.tab', { hasText: 'Create Secret' }).waitFor({ state: 'hidden' });
    const token = await world.vault.agentToken(agents.hotel);
    const read = await readAsAgent(world.vault.url, { agentId: agents.hotel, token }, 'generated_key');
    expect(read).toEqual({ value });
  });

  it('a field is removed only after the places that read it were shown, and no others', async () => {
    await openFromMenu('Edit Secret…', 'Edit: guest_crm', 'guest_crm');
    await admin.panel.getByRole('button', { name: /^Remove .*tenant/ }).click();
    await admin.panel.locator('#save').click();
    const question = await sidebar.question();
    expect(question).toContain('Remove the field "tenant" of "guest_crm"?');
    expect(question).toContain('find_guest.py:10');
    expect(question).toContain('KeyError');
    expect(question).not.toMatch(/find_guest\.py:[79]|may use it/);
    await admin.picture('61-remove-field');
    await sidebar.answer('Cancel');
    await expect.poll(() => admin.panel.locator('#save').innerText(), soon).toBe('Save');
    await admin.panel.locator('#save').click();
    await sidebar.answer('Remove');
    await admin.page.locator('.tab', { hasText: 'Edit: guest_crm' }).waitFor({ state: 'hidden' });
    await admin.page.locator('.statusbar', { hasText: 'version 2 is current' }).waitFor();
  });

  it('a save without a new value says that the value did not change', async () => {
    await openFromMenu('Edit Secret…', 'Edit: payments_api_key', 'payments_api_key');
    await admin.panel.locator('#description').fill('Charges cards');
    await admin.panel.locator('#save').click();
    const saved = admin.page.locator('.statusbar', { hasText: 'Its value did not change' });
    await saved.waitFor();
    expect(await saved.count()).toBe(1);
  });

  it('a rotation that was postponed is remembered in the next window', async () => {
    await openFromMenu('Rotate…', 'Rotate: payments_api_key', 'payments_api_key');
    await admin.panel.locator('#value').fill('not-a-real-key-rotated');
    await admin.panel.locator('#store').click();
    await admin.panel.getByText('Finish Later').click();
    await admin.page.locator('.tab', { hasText: 'Rotate: payments_api_key' }).waitFor({ state: 'hidden' });
    await admin.runCommand('Developer: Reload Window');
    await admin.page.getByRole('button', { name: 'Continue Rotation' }).click({ timeout: 60_000 });
    await admin.page.locator('.tab', { hasText: 'Rotate: payments_api_key' }).waitFor();
    await expect.poll(() => admin.panel.locator('#finish').count(), soon).toBe(1);
  });

  /** Pastes into the focused input, as a user does. */
  async function paste(text: string): Promise<void> {
    await admin.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await admin.page.keyboard.press('ControlOrMeta+v');
  }

  /** The inputs of all fields of a key/value secret, from top to bottom. */
  function fieldsOf(part: 'name' | 'value'): Promise<string[]> {
    return admin.panel
      .locator(`[id^=field-${part}-]:is(input, textarea)`)
      .evaluateAll((inputs) => inputs.map((input) => (input instanceof HTMLInputElement ? input.value : '')));
  }

  /** A menu whose row is redrawn during the click does nothing; a user opens it again. */
  async function openFromMenu(item: string, title: string, secret: string): Promise<void> {
    await patiently(async () => {
      await sidebar.menu('Secrets', secret, item);
      await admin.page.locator('.tab.active', { hasText: title }).waitFor({ timeout: 5_000 });
    });
  }
});
