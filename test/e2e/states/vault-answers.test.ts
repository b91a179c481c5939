import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPerson, type TestPerson } from '../support/people.ts';
import { Sidebar } from '../support/sidebar.ts';
import { soon } from '../support/soon.ts';
import type { Workbench } from '../support/workbench.ts';
import { startWorld, type World } from '../support/world.ts';

const value = 'not-a-real-key-in-the-form';
const forAdmins = ['Create Secret', 'Edit Access', 'Show Access Matrix'];
const late = { ...soon, timeout: 40_000 };

/** Steps of one story: each continues where the previous one ended. */
describe('when the vault is slow, or refuses in the middle of work', () => {
  let world: World;
  let grace: TestPerson;
  let admin: Workbench;
  let sidebar: Sidebar;

  beforeAll(async () => {
    world = await startWorld();
    grace = await createPerson(world.vault, { name: 'Grace Admin', role: 'admin' });
    admin = await world.openWorkbench();
    sidebar = new Sidebar(admin);
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
  });
  afterAll(() => world?.close());

  it('five seconds for each answer: views show that they load, and typing continues', async () => {
    await admin.goBehind('get_secret("fraud_check_key")');
    await admin.page.keyboard.press('Enter');
    world.gate.delay(5_000);
    await admin.signIn(grace.key);
    await expect.poll(() => sidebar.text('Secrets'), late).toContain('Loading…');
    await admin.type('typed_meanwhile = 1');
    await expect.poll(() => admin.shownText(), soon).toContain('typed_meanwhile = 1');
    expect(await sidebar.text('Secrets')).toContain('Loading…');
    await admin.picture('states-01-loading');
    await expect.poll(() => sidebar.rows('Secrets'), late).toContain('payments_api_key');
    await admin.runCommand('File: Revert File');
  });

  it('a request is not repeated while its answer is on the way', () => {
    expect(world.gate.asked()).toContain('GET /v1/me');
    // A stream of events can hang without ever failing, so after a few seconds another one is opened beside it.
    expect(repeated()).toEqual([]);
  });

  it('a panel that waits for the vault says so, and can be canceled', async () => {
    world.gate.forget();
    await admin.runCommand('Agent Secrets: Show Secrets of the Account');
    const waiting = admin.page.locator('.notification-toast', { hasText: 'Waiting for the vault' });
    await waiting.waitFor();
    await admin.picture('states-02-waiting');
    await waiting.getByRole('button', { name: 'Cancel' }).click();
    await waiting.waitFor({ state: 'detached' });
    await admin.runCommand('Agent Secrets: Create Secret');
    await admin.panel.locator('#name').waitFor({ timeout: late.timeout });
    expect(await admin.page.locator('.tab', { hasText: 'Secrets of the Account' }).count()).toBe(0);
    expect(await waiting.count()).toBe(0);
  });

  it('a save in progress says so, and the form can be left', async () => {
    world.gate.forget();
    await admin.panel.locator('#name').fill('slow_secret');
    await admin.panel.locator('#value').fill(value);
    await admin.panel.locator('#add').click();
    await expect.poll(() => admin.panel.locator('#add').innerText(), soon).toBe('Creating…');
    await admin.picture('states-03-storing');
    await admin.openFile('hotel-booking/functions/find_guest.py');
    await admin.page.locator('.tab', { hasText: 'Create Secret' }).waitFor({ state: 'detached', ...late });
    await expect.poll(() => sidebar.rows('Secrets'), late).toContain('Not granted to this agent');
    expect(repeated()).toEqual([]);
    world.gate.delay(0);
  });

  it('a right withdrawn while a form is open: the form stays, with an explanation', async () => {
    await admin.runCommand('Agent Secrets: Create Secret');
    await admin.panel.locator('#name').fill('half_done');
    await admin.panel.locator('#value').fill(value);
    for (const title of forAdmins) expect(await admin.offered(`Agent Secrets: ${title}`)).toContain(title);
    await grace.becomes('author');
    await expect.poll(() => sidebar.rows('Secrets'), soon).not.toContain('Not granted to this agent');
    await admin.panel.locator('#add').click();
    await expect.poll(() => admin.panel.getByRole('alert').innerText(), soon).toMatch(/role|may not|allow/);
    await admin.picture('states-04-forbidden');
    expect(await admin.panel.locator('#name').inputValue()).toBe('half_done');
    expect(await admin.panel.locator('#value').inputValue()).toBe(value);
  });

  it('commands without the right are no longer offered', async () => {
    await sidebar.row('Secrets', 'payments_api_key').last().click({ button: 'right' });
    const menu = admin.page.locator('.monaco-menu .action-label');
    await expect.poll(() => menu.allInnerTexts(), soon).toContain('Copy Name');
    const offered = (await menu.allInnerTexts()).join('\n');
    expect(offered).not.toMatch(/Edit|Delete|Rotate|Revoke/);
    await admin.page.keyboard.press('Escape');
    for (const title of forAdmins) {
      await expect.poll(() => admin.offered(`Agent Secrets: ${title}`), soon).not.toContain(title);
    }
    await expect.poll(() => admin.offered('Agent Secrets: Request'), soon).toContain('Request Access');
  });

  it('with the right restored, the same form continues where it was', async () => {
    await grace.becomes('admin');
    await expect.poll(() => sidebar.rows('Secrets'), soon).toContain('Not granted to this agent');
    await admin.panel.locator('#add').click();
    await admin.page.locator('.tab', { hasText: 'Create Secret' }).waitFor({ state: 'detached' });
  });

  it('a key revoked while a form is open: the form asks to sign in again and stays', async () => {
    await sidebar.menu('Secrets', 'payments_api_key', 'Edit Secret…');
    await admin.panel.getByLabel('Description').fill('Typed before the key ended');
    await admin.panel.locator('#value').fill(value);
    await grace.losesKey();
    await admin.panel.locator('#save').click();
    expect(await sidebar.question()).toMatch(/Your session has ended[^]*Your input is kept/);
    await admin.picture('states-05-key-revoked');
    await sidebar.answer('Cancel');
    await expect.poll(() => sidebar.text('Secrets'), soon).toContain('expired or was revoked');
    expect(await admin.panel.getByLabel('Description').inputValue()).toBe('Typed before the key ended');
    expect(await admin.panel.locator('#value').inputValue()).toBe(value);
    await admin.panel.locator('#save').click();
    await sidebar.answer('Sign In');
    await admin.answer(await grace.getsKey());
    await admin.page.locator('.tab', { hasText: 'Edit: payments_api_key' }).waitFor({ state: 'detached' });
    expect(await description('payments_api_key')).toBe('Typed before the key ended');
  });

  it('signing out asks about typed text, and keeps it', async () => {
    await admin.runCommand('Agent Secrets: Create Secret');
    await admin.panel.locator('#name').fill('half_typed');
    await admin.runCommand('Agent Secrets: Sign Out');
    expect(await sidebar.question()).toMatch(/Discard what you typed[^]*Create Secret/);
    await sidebar.answer('Cancel');
    expect(await admin.panel.locator('#name').inputValue()).toBe('half_typed');
  });

  it('a panel that is still loading does not open after a sign-out', async () => {
    world.gate.forget();
    world.gate.delay(4_000);
    await admin.runCommand('Agent Secrets: Show Access Matrix');
    await expect.poll(() => world.gate.asked().join(), soon).toContain('/secrets');
    await admin.runCommand('Agent Secrets: Sign Out');
    await sidebar.answer('Discard');
    await expect.poll(() => sidebar.text('Secrets'), soon).toContain('Sign In');
    world.gate.delay(0);
    await expect.poll(() => world.gate.pending(), soon).toEqual([]);
    // The extension handles a later command only after the last response.
    await admin.runCommand('Agent Secrets: Sign In');
    await expect.poll(() => admin.quickInputKind(), soon).toBe('password');
    await admin.page.keyboard.press('Escape');
    expect(await admin.page.locator('.tab', { hasText: 'Access Matrix' }).count()).toBe(0);
    await admin.picture('states-06-signed-out');
  });

  async function description(name: string): Promise<string | undefined> {
    const secrets = await world.vault.admin.secrets(world.vault.accountId);
    return secrets.find((secret) => secret.name === name)?.description;
  }

  function repeated(): readonly string[] {
    return world.gate.askedTwiceAtOnce().filter((request) => request !== 'GET /v1/events');
  }
});
