import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { patiently } from './support/patiently.ts';
import { readAsAgent, type RunTimeAnswer } from './support/run-time.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

const name = 'loyalty_key';
const inCode = 'not-a-real-key-in-the-code';
/** As long as a real key, and obviously not one. */
const keyOf = (which: string): string =>
  [
    '-----BEGIN NOT-A-REAL KEY-----',
    ...Array<string>(3).fill(which.repeat(10)),
    '-----END NOT-A-REAL KEY-----',
    '',
  ].join('\n');
const edited = 'not-a-real-key-edited';
const rotated = 'not-a-real-key-rotated';

/** Steps of one story: each continues where the previous one ended. */
describe('the life of a secret', () => {
  let world: World;
  let admin: Workbench;
  let sidebar: Sidebar;
  let token: string;

  beforeAll(async () => {
    world = await startWorld();
    token = await world.vault.agentToken(agents.hotel);
    admin = await world.openWorkbench();
    sidebar = new Sidebar(admin);
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await admin.secretRow('payments_api_key').waitFor();
  });
  afterAll(() => world?.close());

  it('a credential selected in the code moves to the vault, and its agent reads it', async () => {
    await admin.goBehind('get_secret("fraud_check_key")');
    await admin.page.keyboard.press('Enter');
    await admin.type(`${name} = "${inCode}"`);
    await admin.page.keyboard.press('ArrowLeft');
    for (const _ of inCode) await admin.page.keyboard.press('Shift+ArrowLeft');
    await chooseFromEditor('Move to Vault…');
    expect(await admin.panel.locator('#name').inputValue()).toBe(name);
    expect(await admin.panel.getByRole('checkbox', { name: /Hotel Booking/ }).isChecked()).toBe(true);
    await admin.picture('30-move-to-vault');
    await admin.panel.locator('#add').click();
    await expect.poll(() => admin.shownText(), soon).toContain(`${name} = conv.utils.get_secret("${name}")`);
    expect(await admin.shownText()).not.toContain(inCode);
    expect(await readByAgent()).toEqual({ value: inCode });
    await admin.picture('31-moved');
  });

  it('one undo restores the text, and one redo the reading: the focus is in the code again', async () => {
    await admin.focusInCode();
    await admin.page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => admin.shownText(), soon).toContain(`${name} = "${inCode}"`);
    await admin.page.keyboard.press('ControlOrMeta+Shift+z');
    await expect.poll(() => admin.shownText(), soon).not.toContain(inCode);
    await expect.poll(() => admin.secretRow(name).innerText(), soon).toContain('1 use');
  });

  it('two credentials of a dictionary move as the fields of one secret', async () => {
    await admin.goBehind('get_secret("fraud_check_key")');
    await admin.page.keyboard.press('Enter');
    await admin.type(`crm = {"client_id": "not-a-real-id", "client_secret": "not-a-real-word"}`);
    await admin.page.keyboard.press('Shift+Home');
    await admin.runCommand('Agent Secrets: Move to Vault');
    await admin.panel.locator('#name').fill('crm_pair');
    expect(await admin.panel.locator('.literal').innerText()).toContain('client_id, client_secret');
    await admin.picture('31-move-fields');
    await admin.panel.locator('#add').click();
    const read = 'conv.utils.get_secret("crm_pair")';
    await expect
      .poll(() => admin.shownText(), soon)
      .toContain(`crm = {"client_id": ${read}["client_id"], "client_secret": ${read}["client_secret"]}`);
    expect(await readAsAgent(world.vault.url, { agentId: agents.hotel, token }, 'crm_pair')).toEqual({
      value: { client_id: 'not-a-real-id', client_secret: 'not-a-real-word' },
    });
  });

  it('a credential without a conversation becomes an environment secret with its import', async () => {
    await admin.focusInCode();
    await admin.page.keyboard.press('ControlOrMeta+End');
    await admin.page.keyboard.press('Enter');
    await admin.page.keyboard.press('Shift+Home');
    await admin.page.keyboard.press('Delete');
    await admin.type('SHIPPING_API_KEY = "not-a-real-shipping-key"');
    await admin.page.keyboard.press('ArrowLeft');
    await admin.runCommand('Agent Secrets: Move to Vault');
    await admin.page.getByRole('button', { name: 'Move to My Environment…' }).click();
    await admin.picture('31-move-to-environment');
    await sidebar.fill(/STRIPE_API_KEY/, 'SHIPPING_API_KEY');
    await expect
      .poll(() => admin.shownText(), soon)
      .toContain('SHIPPING_API_KEY = os.environ["SHIPPING_API_KEY"]');
    await admin.page.keyboard.press('ControlOrMeta+Home');
    await expect.poll(() => admin.shownText(), soon).toMatch(/^import os$/m);
    await admin.page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => admin.shownText(), soon).toContain('"not-a-real-shipping-key"');
    await admin.page.keyboard.press('ControlOrMeta+Home');
    await expect.poll(() => admin.shownText(), soon).not.toMatch(/^import os$/m);
  });

  it('the menu of its row edits the description and the value', async () => {
    await openFromMenu('Edit Secret…', 'Edit');
    await admin.panel.getByLabel('Description').fill('Points of guests, issued by Loyalty Ltd');
    await admin.panel.locator('#value').fill(edited);
    await admin.picture('32-edit');
    await admin.panel.locator('#save').click();
    await tab('Edit').waitFor({ state: 'hidden' });
    expect(await readByAgent()).toEqual({ value: edited });
    expect(await description()).toBe('Points of guests, issued by Loyalty Ltd');
  });

  it('a multi-line key pasted over typed text is stored whole, by Create and by Edit', async () => {
    await admin.runCommand('Agent Secrets: Create Secret');
    await admin.panel.locator('#name').fill('signing_key');
    await pasteOver('#value', keyOf('first'));
    await admin.picture('32-pasted-lines');
    await admin.panel.locator('#add').click();
    await admin.page.locator('.tab', { hasText: 'Create Secret' }).waitFor({ state: 'hidden' });
    expect(await readByAgent('signing_key')).toEqual({ value: keyOf('first') });

    await openFromMenu('Edit Secret…', 'Edit', 'signing_key');
    await pasteOver('#value', keyOf('second'));
    await admin.panel.locator('#save').click();
    await tab('Edit', 'signing_key').waitFor({ state: 'hidden' });
    await admin.page.locator('.statusbar', { hasText: 'version 2 is current' }).waitFor();
    expect(await readByAgent('signing_key')).toEqual({ value: keyOf('second') });
  });

  it('a multi-line key pasted over typed text is stored whole in a field', async () => {
    await admin.runCommand('Agent Secrets: Create Secret');
    await admin.panel.locator('#name').fill('signing_pair');
    await admin.panel.getByRole('radio', { name: 'Key/value' }).check();
    await admin.panel.locator('[id^=field-name-]').first().fill('private_key');
    await pasteOver('[id^=field-value-] >> nth=0', keyOf('third'));
    await admin.panel.locator('#add').click();
    await admin.page.locator('.tab', { hasText: 'Create Secret' }).waitFor({ state: 'hidden' });
    expect(await readByAgent('signing_pair')).toEqual({ value: { private_key: keyOf('third') } });
  });

  it('a rotation stores the new value, and is done when what uses it is tested', async () => {
    await openFromMenu('Rotate…', 'Rotate');
    await admin.panel.locator('#value').fill(rotated);
    await admin.panel.locator('#store').click();
    await admin.panel.locator('#restore').waitFor();
    expect(await readByAgent()).toEqual({ value: rotated });
    await admin.panel.getByRole('checkbox', { name: /Hotel Booking[^]*take_deposit\.py/ }).check();
    await admin.panel.getByRole('checkbox', { name: /concierge_request\.py \(maybe/ }).check();
    await admin.picture('33-rotate');
    const finish = admin.panel.locator('#finish');
    await expect.poll(() => finish.innerText(), soon).toBe('Old Credential Is Revoked');
    await finish.click();
    await tab('Rotate').waitFor({ state: 'hidden' });
  });

  it('the history restores the first value', async () => {
    await openFromMenu('View History…', 'History');
    await expect.poll(() => versions(), soon).toHaveLength(3);
    await restoreVersion(1);
    await expect.poll(() => versions(), soon).toEqual([kept(3), kept(2), current(1)]);
    await expect.poll(() => events(), soon).toContain('version 1 restored');
    await admin.picture('34-history');
    expect(await readByAgent()).toEqual({ value: inCode });
  });

  it('the history updates while it is visible', async () => {
    const { url, keys, accountId } = world.vault;
    const elsewhere = createVaultClient({ url, key: keys.admin, fetch });
    await elsewhere.restoreVersion(accountId, name, 2, 'any');
    await expect.poll(() => versions(), soon).toEqual([kept(3), current(2), kept(1)]);
    await expect.poll(() => events(), soon).toContain('version 2 restored');
    await elsewhere.restoreVersion(accountId, name, 1, 'any');
    await expect.poll(() => versions(), soon).toEqual([kept(3), kept(2), current(1)]);
  });

  it('the history follows access and requests with their reasons, and hides who looked at it', async () => {
    const { url, keys, accountId, admin: client } = world.vault;
    const author = createVaultClient({ url, key: keys.author, fetch });
    const asked = { secretName: name, reason: 'Points at the desk' };
    const { agentId, id: requestId } = await author.requestAccess(agents.clinic, asked);
    await expect
      .poll(() => events(), soon)
      .toMatch(/access requested\s+Clinic Reception\s+Points at the desk/);
    await client.declineRequest({ agentId, requestId }, 'Use the sandbox key');
    await expect.poll(() => events(), soon).toMatch(/access request declined[^]*Use the sandbox key/);
    const { etag } = await client.access(accountId, name);
    await client.changeAccess(accountId, name, { grant: [agents.order] }, etag);
    await expect.poll(() => events(), soon).toContain('granted to Order Support');
    expect(await events()).not.toMatch(/history viewed|list viewed|allowed/);
    await admin.picture('34-history-reasons');
    await admin.panel.locator('#event-filter').selectOption('all');
    await expect.poll(() => events(), soon).toContain('history viewed');
    await admin.panel.locator('#event-filter').selectOption('changes');
    await expect.poll(() => events(), soon).not.toMatch(/history viewed|read by a function/);
  });

  it('the history that was hidden and shown again has the current state', async () => {
    await leave('History');
    await tab('History').click();
    await expect.poll(() => versions(), soon).toEqual([kept(3), kept(2), current(1)]);
    await expect.poll(() => events(), soon).toContain('version 1 restored');
  });

  it('a rotation undone in the history is over, and asks no one to revoke the current value', async () => {
    await openFromMenu('Rotate…', 'Rotate');
    await admin.panel.locator('#value').fill(rotated);
    await admin.panel.locator('#store').click();
    await admin.panel.locator('#finish').waitFor();
    await tab('History').click();
    await expect.poll(() => versions(), soon).toEqual([current(4), kept(3), kept(2), kept(1)]);
    await restoreVersion(1);
    await expect.poll(() => versions(), soon).toEqual([kept(4), kept(3), kept(2), current(1)]);
    await tab('Rotate').click();
    const over =
      'Version 1 is current now because someone else stored a newer value. This rotation has ended.';
    await expect.poll(() => admin.panel.getByRole('alert').innerText(), soon).toContain(over);
    expect(await admin.panel.locator('#finish').count()).toBe(0);
    expect(await admin.panel.locator('#store').isVisible()).toBe(true);
    expect(await admin.panel.locator('#app').innerText()).not.toContain('Revoke');
    await admin.picture('34-rotation-over');
    await admin.panel.locator('#cancel').click();
    await tab('Rotate').waitFor({ state: 'hidden' });
    expect(await readByAgent()).toEqual({ value: inCode });
  });

  it('a half-typed new secret is asked about, and comes back without its value', async () => {
    await admin.runCommand('Agent Secrets: Create Secret');
    await admin.panel.locator('#name').fill('half_typed');
    await admin.panel.locator('#description').fill('Not ready');
    await admin.panel.locator('#value').fill(edited);
    await admin.panel.locator('#cancel').click();
    expect(await sidebar.question()).toContain('Discard what you typed about "half_typed"?');
    await admin.picture('35-discard');
    await sidebar.answer('Cancel');
    expect(await admin.panel.locator('#value').inputValue()).toBe(edited);
    await admin.runCommand('View: Close Editor');
    await admin.page.getByRole('button', { name: 'Restore', exact: true }).click();
    await expectHalfTyped();
    await admin.signIn(world.vault.keys.author);
    expect(await sidebar.question()).toContain('These forms will close:');
    await sidebar.answer('Cancel');
    await expectHalfTyped();
    await admin.runCommand('Developer: Reload Window');
    await admin.panel.locator('#name').waitFor({ state: 'detached' });
    await expectHalfTyped();
    await admin.picture('36-create-restored');
    await admin.panel.locator('#cancel').click();
    await sidebar.answer('Discard');
    await admin.page.locator('.tab', { hasText: 'Create Secret' }).waitFor({ state: 'hidden' });
  });

  async function expectHalfTyped(): Promise<void> {
    const restored = { ...soon, timeout: 60_000 };
    await expect.poll(() => admin.panel.locator('#name').inputValue(), restored).toBe('half_typed');
    expect(await admin.panel.locator('#description').inputValue()).toBe('Not ready');
    expect(await admin.panel.locator('#value').inputValue()).toBe('');
  }

  /** Opens the menu at the cursor with the keyboard, and chooses with the mouse. */
  async function chooseFromEditor(title: string): Promise<void> {
    await admin.page.keyboard.press('Shift+F10');
    await admin.picture('29-editor-menu');
    await admin.chooseFromMenu(title);
  }

  /** Versions in the history, from top to bottom. */
  function versions(): Promise<string[]> {
    return admin.panel.locator('tbody').first().locator('tr').allInnerTexts();
  }

  /** The audit log in the history. */
  function events(): Promise<string> {
    return admin.panel.locator('section[aria-labelledby=events-heading]').innerText();
  }

  async function restoreVersion(version: number): Promise<void> {
    await admin.panel.getByRole('button', { name: `Restore version ${version}` }).click();
    await sidebar.answer(`Restore Version ${version}`);
  }

  function current(version: number): unknown {
    return expect.stringMatching(new RegExp(`^${version}[^]*current$`));
  }

  function kept(version: number): unknown {
    return expect.stringMatching(new RegExp(`^${version}[^]*Restore…$`));
  }

  /** Brings the code to the front. */
  async function leave(title: string): Promise<void> {
    await admin.page.locator('.tab', { hasText: 'take_deposit.py' }).click();
    await admin.page.locator('.tab.active', { hasText: `${title}: ${name}` }).waitFor({ state: 'hidden' });
  }

  /** A menu whose row is redrawn during the click does nothing; a user opens it again. */
  async function openFromMenu(item: string, title: string, secret = name): Promise<void> {
    await patiently(async () => {
      await sidebar.menu('Secrets', secret, item);
      await admin.page.locator('.tab.active', { hasText: `${title}: ${secret}` }).waitFor({ timeout: 5_000 });
    });
  }

  function tab(title: string, secret = name): Locator {
    return admin.page.locator('.tab', { hasText: `${title}: ${secret}` });
  }

  function readByAgent(secret = name): Promise<RunTimeAnswer> {
    return readAsAgent(world.vault.url, { agentId: agents.hotel, token }, secret);
  }

  /** Types into a field of the panel in front, selects the text, and pastes. */
  async function pasteOver(field: string, text: string): Promise<void> {
    await admin.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await admin.panel.locator(field).click();
    await admin.type('abc');
    await admin.page.keyboard.press('ControlOrMeta+a');
    await admin.page.keyboard.press('ControlOrMeta+v');
    await expect.poll(() => admin.panel.locator(field).inputValue(), soon).toBe(text);
    expect(await admin.panel.locator(field).evaluate((input) => input === document.activeElement)).toBe(true);
  }

  async function description(): Promise<string | undefined> {
    const { secrets } = await world.vault.admin.catalog(agents.hotel);
    return secrets.find((secret) => secret.name === name)?.description;
  }
});
