import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { patiently } from './support/patiently.ts';
import { soon } from './support/soon.ts';
import { recordTimes } from './support/figures.ts';
import { checkedByCommandLine, exportedCatalog } from './support/command-line.ts';
import { readAsAgent } from './support/run-time.ts';
import { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

/** Steps of one story: each continues where the previous one ended. */
describe('from a fresh vault to a secret that an agent reads', () => {
  let world: World;
  let author: Workbench;
  let secondWindow: Workbench;
  let admin: Workbench;

  beforeAll(async () => {
    world = await startWorld();
    author = await world.openWorkbench();
  });
  afterAll(() => world?.close());

  it('signed out, nothing is reported and the sidebar offers to sign in', async () => {
    await author.openFile('hotel-booking/functions/take_deposit.py');
    await author.openSidebar();
    await expect.poll(() => author.sidebar.innerText(), soon).toContain('Sign In');
    await author.picture('01-signed-out');
    expect(await author.warnings.count()).toBe(0);
  });

  it('an author signs in and sees what the current agent can read', async () => {
    await author.signIn(world.vault.keys.author);
    await expect.poll(() => author.secretRows(), soon).toContain('payments_api_key');
    const rows = await author.secretRows();
    expect(rows).toContain('booking_api_live');
    expect(rows).not.toContain('patient_records_token');
    await author.picture('02-sidebar');
  });

  it('a key/value secret opens to its fields', async () => {
    // A click that meets a row while it is drawn only selects it; a user clicks again.
    await patiently(async () => {
      await author.secretRow('booking_api_live').click();
      await expect.poll(() => author.secretRows(), { timeout: 5_000 }).toContain('client_secret');
    });
    await author.picture('03-fields');
    await author.secretRow('booking_api_live').click();
  });

  it('switching to a file of another agent switches the list', async () => {
    await author.openFile('clinic-reception/functions/next_appointment.py');
    await expect.poll(() => author.secretRows(), soon).toContain('patient_records_token');
    expect(await author.secretRows()).not.toContain('payments_api_key');
  });

  it('typing a quote offers exactly the granted names, filters, and inserts over the whole string', async () => {
    await author.openFile('hotel-booking/functions/weather_on_arrival.py');
    await author.beginLineBehind('key = fetch("weather_api_key")');
    await author.type("again = conv.utils.get_secret('");
    await expect.poll(() => author.completions(), soon).toContain('payments_api_key');
    const granted = (await world.vault.admin.catalog(agents.hotel)).secrets
      .filter(({ access }) => access === 'granted')
      .map(({ name }) => name);
    expect((await author.completions()).toSorted()).toEqual(granted.toSorted());
    await author.picture('04-completion');
    await author.type('pay');
    await expect.poll(() => author.completions(), soon).toEqual(['payments_api_key']);
    await author.page.keyboard.press('Enter');
    await expect
      .poll(() => author.shownText(), soon)
      .toContain("again = conv.utils.get_secret('payments_api_key')");
    await author.runCommand('File: Revert File');
  });

  it('hovering a name shows kind, fields, description, access and age', async () => {
    await author.openFile('hotel-booking/functions/find_guest.py');
    await author.goBehind('"guest_');
    const text = await author.hover();
    await author.picture('05-hover');
    expect(text).toMatch(/key\/value/i);
    expect(text).toContain('tenant');
    expect(text).toContain('Guest profiles of the hotel group.');
    expect(text).toMatch(/granted|can read/i);
    expect(text).toMatch(/updated (now|.* ago)/i);
  });

  it('a secret that the agent is not granted, and a misspelt one, each have their own warning', async () => {
    await author.openFile('hotel-booking/functions/loyalty_points.py');
    await expect.poll(() => author.warnings.count(), soon).toBe(1);
    await expect
      .poll(() => author.problemTexts(), soon)
      .toContainEqual(expect.stringContaining('loyalty_api_tokn'));
    await author.openFile('hotel-booking/functions/take_deposit.py');
    await expect.poll(() => author.warnings.count(), soon).toBe(1);
    const texts = await author.problemTexts();
    expect(texts.find((text) => text.includes('fraud_check_key'))).toContain('Hotel Booking');
    await author.picture('06-warnings');
  });

  it('the command line prints what the editor shows', async () => {
    const checked = await checkedByCommandLine(world.vault, world.editor);
    expect([...checked.keys()]).toEqual([
      'clinic-reception/functions/find_patient.py',
      'clinic-reception/functions/insurance_hotline.py',
      'clinic-reception/functions/leave_message.py',
      'hotel-booking/functions/late_checkout.py',
      'hotel-booking/functions/loyalty_points.py',
      'hotel-booking/functions/take_deposit.py',
      'order-support/functions/apply_points.py',
      'order-support/functions/courier_contract.py',
      'order-support/functions/shipping_estimate.py',
      'order-support/functions/store_credit.py',
    ]);
    const shown = (await author.problemTexts()).join('\n');
    for (const file of ['loyalty_points', 'take_deposit']) {
      // The advice, the last sentence, is for the reader: only in the editor can an author request a new secret.
      const [message = ''] = checked.get(`hotel-booking/functions/${file}.py`) ?? [];
      expect(shown).toContain(message.replace(/ Otherwise [^.]+\.$/, ''));
      expect(message).not.toBe('');
    }
  });

  it('the exported catalog equals the one next to the example workspace', async () => {
    const file = path.join(world.editor.workspace, 'catalog.json');
    const stored: unknown = JSON.parse(await readFile(file, 'utf8'));
    const exported = await exportedCatalog(world.vault, world.editor);
    expect(timeless(exported)).toEqual(timeless(stored));
  });

  it.each([
    'functions/concierge_request.py',
    'functions/check_availability.py',
    'flows/change_booking/functions/move_booking.py',
  ])('a dynamic name, a name by environment and a name from a dictionary have none: %s', async (file) => {
    const onDisk = path.join(world.editor.workspace, 'hotel-booking', file);
    const text = await readFile(onDisk, 'utf8');
    // A warning of its own, at the top, shows that the file was checked.
    await writeFile(
      onDisk,
      `def misspelt(conv):\n    conv.utils.get_secret("loyalty_api_tokn")\n\n\n${text}`,
    );
    await author.openFile(`hotel-booking/${file}`);
    await expect.poll(() => author.warnings.count(), soon).toBe(1);
    await writeFile(onDisk, text);
    await expect.poll(() => author.warnings.count(), soon).toBe(0);
  });

  it('the nearest name is one quick fix away', async () => {
    await author.openFile('hotel-booking/functions/loyalty_points.py');
    await author.goBehind('loyalty_api_tok');
    const titles = await author.quickFixes();
    await author.picture('07-nearest-name');
    expect(titles).toContainEqual(expect.stringContaining('loyalty_api_token'));
    await author.chooseQuickFix('loyalty_api_token');
    await expect.poll(() => author.shownText(), soon).toContain('get_secret("loyalty_api_token")');
    await expect.poll(() => author.warnings.count(), soon).toBe(0);
    await author.runCommand('File: Revert File');
  });

  it('Copy Snippet and Insert Snippet of the sidebar', async () => {
    await author.openFile('hotel-booking/functions/find_guest.py');
    await clickUntil('guest_crm', 'Copy Snippet', async () => {
      const copied = await author.page.evaluate(() => navigator.clipboard.readText());
      expect(copied).toContain('conv.utils.get_secret("guest_crm")');
    });
    await author.beginLineBehind('crm["tenant"]');
    await clickUntil('weather_api_key', 'Insert Snippet', async () =>
      expect(await author.shownText()).toContain(
        'weather_api_key = conv.utils.get_secret("weather_api_key")',
      ),
    );
    await author.runCommand('File: Revert File');
  });

  /** A row that is redrawn under the pointer ignores the click; a user clicks again. */
  async function clickUntil(name: string, action: string, done: () => Promise<void>): Promise<void> {
    await patiently(async () => {
      await author.rowAction(name, action);
      await vi.waitFor(done, { timeout: 5_000 });
    });
  }

  it('an admin grants from the warning; it disappears at once, in every window', async () => {
    await author.openFile('hotel-booking/functions/take_deposit.py');
    secondWindow = await Workbench.open(author.context, world.editor.url);
    await secondWindow.openFile('hotel-booking/functions/take_deposit.py');
    await expect.poll(() => secondWindow.warnings.count(), soon).toBe(1);
    await expect.poll(() => author.warnings.count(), soon).toBe(1);

    admin = await world.openWorkbench();
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await expect.poll(() => admin.warnings.count(), soon).toBe(1);
    await admin.goBehind('"fraud_');
    await admin.quickFixes();
    await admin.picture('08-grant');
    await admin.chooseQuickFix(/^Grant/);
    await admin.panel.getByRole('checkbox', { name: /Hotel Booking/ }).waitFor();
    await admin.picture('09-access-panel');
    expect(await admin.panel.getByRole('checkbox', { name: /Hotel Booking/ }).isChecked()).toBe(true);
    expect(await admin.panel.getByRole('checkbox').count()).toBe(3);

    const took = await untilGone(() => admin.panel.locator('#save').click());
    await author.picture('10-granted');
    // How fast this is depends on how busy the machine is: the figure is recorded, not judged.
    await recordTimes('from-grant-to-editor', { 'until the warning was gone from every window': [took] });
  });

  /** Milliseconds from the vault's change of access until no window of the author shows a warning. */
  async function untilGone(grant: () => Promise<unknown>): Promise<number> {
    const gone = [author.warningsGone(), secondWindow.warningsGone()];
    await grant();
    const last = Math.max(...(await Promise.all(gone)));
    const { updatedAt } = await world.vault.admin.access(world.vault.accountId, 'fraud_check_key');
    return last - Date.parse(updatedAt);
  }

  it('an admin creates a key/value secret; it is in the sidebar and in completion immediately', async () => {
    await admin.runCommand('Agent Secrets: Create Secret');
    const { panel } = admin;
    await panel.getByLabel('Name', { exact: true }).fill('spa_api');
    await panel.getByLabel(/^Description/).fill('Bookings at the spa next door.');
    await panel.getByRole('radio', { name: /Key\/value/ }).check();
    await panel.getByLabel('Name of field 1').fill('client_id');
    await panel.getByLabel('Value of client_id', { exact: true }).fill('not-a-real-client-id');
    await panel.locator('#add-row').click();
    await panel.getByLabel('Name of field 2').fill('client_secret');
    await panel.getByLabel('Value of client_secret', { exact: true }).fill('not-a-real-client-secret');
    const hotel = panel.getByRole('checkbox', { name: /Hotel Booking/ });
    if (!(await hotel.isChecked())) await hotel.check();
    await admin.picture('11-create-panel');
    await panel.locator('#add').click();

    await expect.poll(() => admin.secretRows(), soon).toContain('spa_api');
    await expect.poll(() => author.secretRows(), soon).toContain('spa_api');
    await author.openFile('hotel-booking/functions/weather_on_arrival.py');
    await author.beginLineBehind('key = fetch("weather_api_key")');
    await author.type("spa = conv.utils.get_secret('");
    await expect.poll(() => author.completions(), soon).toContain('spa_api');
    await author.page.keyboard.press('Escape');
    await author.runCommand('File: Revert File');
  });

  it('from a name that does not exist, the create panel opens pre-filled', async () => {
    await admin.openFile('clinic-reception/functions/find_patient.py');
    await expect.poll(() => admin.warnings.count(), soon).toBe(1);
    await admin.goBehind('"patient_record_');
    await admin.quickFixes();
    await admin.picture('12-create-from-warning');
    await admin.chooseQuickFix(/^Create/);
    const name = admin.panel.getByLabel('Name', { exact: true });
    await expect.poll(() => name.inputValue(), soon).toBe('patient_record_token');
    await admin.picture('13-create-prefilled');
    await admin.panel.locator('#cancel').click();
  });

  it('a process of the agent reads what is granted, and gets the reason otherwise', async () => {
    const { url } = world.vault;
    const hotel = { agentId: agents.hotel, token: await world.vault.agentToken(agents.hotel) };
    expect(await readAsAgent(url, hotel, 'fraud_check_key')).toEqual({ value: 'not-a-real-key' });
    expect(await readAsAgent(url, hotel, 'spa_api')).toEqual({
      value: { client_id: 'not-a-real-client-id', client_secret: 'not-a-real-client-secret' },
    });
    expect(await readAsAgent(url, hotel, 'patient_records_token')).toEqual({ code: 'MissingAccess' });
    expect(await readAsAgent(url, hotel, 'no_such_secret')).toEqual({ code: 'SecretNotFound' });

    const { accountId, admin: client } = world.vault;
    const { etag } = await client.access(accountId, 'spa_api');
    await client.changeAccess(accountId, 'spa_api', { revoke: [agents.hotel] }, etag);
    expect(await readAsAgent(url, hotel, 'spa_api')).toEqual({ code: 'MissingAccess' });
  });
});

/** A catalog without its timestamps. */
function timeless(catalog: unknown): unknown {
  const moments = new Set(['asOf', 'updatedAt']);
  return JSON.parse(JSON.stringify(catalog, (key, value: unknown) => (moments.has(key) ? undefined : value)));
}
