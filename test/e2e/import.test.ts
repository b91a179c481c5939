import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolationsIn } from './support/axe-in-editor.ts';
import { readAsAgent } from './support/run-time.ts';
import { axeStepsInFourThemes } from './support/four-themes.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import { tracesBelow, tracesIn } from './support/traces.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

/** The editor starts its extensions again. */
const restored = { ...soon, timeout: 60_000 };
const canary = `not-a-real-canary-${randomUUID()}`;
const file = 'hotel-booking/prod.env';
const lines = [
  '# Everything that the booking agent needs',
  `SMS_API_KEY=${canary}`,
  'export SMTP_PASSWORD="not-a-real-password"',
  'GUEST_CRM=not-a-real-key',
  'a line without a value',
];

const otherFiles = [
  {
    format: 'JSON',
    name: 'hotel-booking/partners.json',
    text: JSON.stringify({ spa_api: { client_id: 'spa', client_secret: canary }, taxi_key: canary }),
    rows: ['spa_api', 'taxi_key'],
    fields: ['client_id', 'client_secret'],
    description: 'Line 1',
  },
  {
    format: 'CSV',
    name: 'hotel-booking/partners.csv',
    text: `description;name;value\nFor tickets of the opera;opera_key;${canary}\n;museum_key;${canary}\n`,
    rows: ['opera_key', 'museum_key'],
    fields: [],
    description: 'For tickets of the opera',
  },
];

/** Steps of one story: each continues where the previous one ended. */
describe('an admin imports the secrets of a .env file', () => {
  let world: World;
  let admin: Workbench;

  beforeAll(async () => {
    world = await startWorld({
      prepare: (workspace) => writeFile(path.join(workspace, file), `${lines.join('\n')}\n`),
    });
    admin = await world.openWorkbench();
    await admin.openFile(file);
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await new Sidebar(admin).row('Secrets', 'guest_crm').last().waitFor();
  });
  afterAll(() => world?.close());

  const names = (): Promise<readonly string[]> =>
    admin.panel
      .locator('.import-row input[type=text]')
      .evaluateAll((inputs) => inputs.map((input) => (input instanceof HTMLInputElement ? input.value : '')));

  /** The previous panel has closed, so the file is in the editor again. */
  async function preview(): Promise<void> {
    await admin.page.locator('.tab.active', { hasText: 'prod.env' }).waitFor();
    await admin.runCommand('Agent Secrets: Import Secrets');
    await admin.choose('prod.env');
  }

  it('the file in the editor is offered, and shown without values', async () => {
    await preview();
    await expect.poll(names, soon).toEqual(['sms_api_key', 'smtp_password', 'guest_crm']);
    const page = await admin.panel.locator('body').innerText();
    expect(page).toContain('Line 5 does not have the form NAME=value.');
    expect(page).toContain('A secret with this name already exists.');
    expect(tracesIn(await admin.panel.locator('body').innerHTML(), canary)).toEqual([]);
    expect(await axeViolationsIn(admin.panel.locator('form'))).toEqual([]);
    await admin.picture('70-import');
  });

  it('all selected secrets are created at once, and agents can read them', async () => {
    await admin.panel.locator('#name-1').fill('mail_password');
    await admin.panel.getByRole('checkbox', { name: /Hotel Booking/ }).check();
    await admin.panel.locator('#import').click();
    const told = admin.page.locator('.notification-toast', { hasText: 'still contains the values' });
    await told.waitFor({ timeout: soon.timeout });
    expect(await told.innerText()).toContain('Secrets created: 2; left out: 2.');
    await new Sidebar(admin).row('Secrets', 'mail_password').last().waitFor();
    const token = await world.vault.agentToken(agents.hotel);
    const read = (name: string) => readAsAgent(world.vault.url, { agentId: agents.hotel, token }, name);
    expect(await read('sms_api_key')).toEqual({ value: canary });
    expect(await read('mail_password')).toEqual({ value: 'not-a-real-password' });
  });

  it('a second import creates nothing, because the names are taken', async () => {
    await preview();
    await expect.poll(() => admin.panel.locator('footer').innerText(), soon).toContain('1 of 3 selected');
    await admin.panel.locator('#cancel').click();
  });

  it('a name that someone else takes meanwhile is reported, and nothing is created', async () => {
    await preview();
    await admin.panel.locator('#name-0').fill('sms_backup_key');
    await admin.panel.locator('.import-row').first().getByRole('checkbox').check();
    const { admin: client, accountId } = world.vault;
    await client.createSecret(accountId, { name: 'sms_backup_key', kind: 'single', value: 'not-a-real-key' });
    await admin.panel.locator('#import').click();
    await expect
      .poll(() => admin.panel.locator('#name-0-problem').innerText(), soon)
      .toBe('A secret with this name already exists. Choose another name.');
    const secrets = await client.secrets(accountId);
    expect(secrets.some(({ name }) => name === 'smtp_password')).toBe(false);
  });

  it('the line of a secret leads to the file', async () => {
    await admin.panel.getByRole('button', { name: 'Line 3' }).click();
    await expect
      .poll(() => admin.page.locator('#status\\.editor\\.selection').innerText(), soon)
      .toContain('Ln 3');
  });

  it('the preview follows the file, and keeps what was entered', async () => {
    await writeFile(path.join(world.editor.workspace, file), `FAX_KEY=not-a-real-key\n${lines.join('\n')}\n`);
    await admin.page.locator('.tab', { hasText: 'Import Secrets' }).click();
    await expect.poll(names, soon).toEqual(['fax_key', 'sms_backup_key', 'smtp_password', 'guest_crm']);
  });

  it('the preview follows the account: a name that someone else takes is left out', async () => {
    const first = admin.panel.locator('.import-row').first();
    await expect.poll(() => first.getByRole('checkbox').isChecked(), soon).toBe(true);
    const { admin: client, accountId } = world.vault;
    await client.createSecret(accountId, { name: 'fax_key', kind: 'single', value: 'not-a-real-key' });
    await expect.poll(() => first.getByRole('checkbox').isChecked(), soon).toBe(false);
    expect(await first.innerText()).toContain('A secret with this name already exists.');
  });

  it('a reload of the window keeps names, selections and agents', async () => {
    await admin.panel.locator('#name-0').fill('fax_key_2');
    await admin.panel.locator('.import-row').nth(2).getByRole('checkbox').uncheck();
    await admin.panel.getByRole('checkbox', { name: /Hotel Booking/ }).check();
    await admin.runCommand('Developer: Reload Window');
    await admin.panel.locator('#import').waitFor({ state: 'detached' });
    await expect.poll(names, restored).toEqual(['fax_key_2', 'sms_backup_key', 'smtp_password', 'guest_crm']);
    const checked = await Promise.all(
      [0, 1, 2, 3].map((row) =>
        admin.panel.locator('.import-row').nth(row).getByRole('checkbox').isChecked(),
      ),
    );
    expect(checked).toEqual([true, true, false, false]);
    expect(await admin.panel.getByRole('checkbox', { name: /Hotel Booking/ }).isChecked()).toBe(true);
  });

  axeStepsInFourThemes(() => admin, '.import-row', '56-import');

  it.each(otherFiles)('a $format file is imported', async ({ name, text, rows, fields, description }) => {
    await writeFile(path.join(world.editor.workspace, name), text);
    await admin.openFile(name);
    await admin.runCommand('Agent Secrets: Import Secrets');
    await admin.choose(path.basename(name));
    await expect.poll(names, soon).toEqual(rows);
    const first = admin.panel.locator('.import-row').first();
    expect(await first.locator('.chips code').allInnerTexts()).toEqual(fields);
    expect(await first.innerText()).toContain(description);
    expect(tracesIn(await admin.panel.locator('body').innerHTML(), canary)).toEqual([]);
    await admin.panel.getByRole('checkbox', { name: /Hotel Booking/ }).check();
    await admin.panel.locator('#import').click();
    const told = admin.page.locator('.notification-toast', { hasText: path.basename(name) });
    await told.waitFor({ timeout: soon.timeout });
    expect(await told.innerText()).toContain('Secrets created: 2; left out: 0.');
    const { admin: client, accountId } = world.vault;
    const stored = await client.secrets(accountId);
    expect(rows.filter((row) => !stored.some((secret) => secret.name === row))).toEqual([]);
    await admin.openSidebar();
    for (const row of rows) await new Sidebar(admin).row('Secrets', row).last().waitFor();
  });

  it('the values are only in the files', async () => {
    const traces = await tracesBelow(world.folder, canary);
    const files = [file, ...otherFiles.map(({ name }) => name)].map((one) => path.join('examples', one));
    expect(traces.filter((trace) => !files.some((one) => trace.startsWith(one)))).toEqual([]);
  });
});
