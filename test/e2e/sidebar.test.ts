import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVaultClient } from '../../vault-client/index.ts';
import { readSandbox } from '../../vault-client/sandbox.ts';
import { soon } from './support/soon.ts';
import { patiently } from './support/patiently.ts';
import { Sidebar } from './support/sidebar.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

/** Steps of one story: each continues where the previous one ended. */
describe('the sidebar', () => {
  let world: World;
  let author: Workbench;
  let admin: Workbench;
  let ofAuthor: Sidebar;
  let ofAdmin: Sidebar;
  let authorKey: string;

  beforeAll(async () => {
    world = await startWorld();
    [author, admin] = [await world.openWorkbench(), await world.openWorkbench()];
    [ofAuthor, ofAdmin] = [new Sidebar(author), new Sidebar(admin)];
  });
  afterAll(() => world?.close());

  it('says in each view that no one is signed in, with one button', async () => {
    await author.openSidebar();
    await author.openFile('hotel-booking/functions/take_deposit.py');
    for (const view of ['Secrets', 'Requests', 'My Environment']) {
      await ofAuthor.open(view);
      await expect.poll(() => ofAuthor.text(view), soon).toContain('Sign in to see');
    }
    const buttons = author.sidebar.locator('.monaco-button', { hasText: 'Sign In' });
    expect(await buttons.count()).toBe(1);
    for (const title of ['Copy Name', 'Insert Snippet', 'Sign Out'])
      expect(await author.offered(`Agent Secrets: ${title}`)).not.toContain(`Agent Secrets: ${title}`);
    expect(await author.offered('Agent Secrets: Sign In')).toContain('Agent Secrets: Sign In');
    await author.picture('sidebar-01-signed-out');
  });

  it('lists the names in code that need attention, and a click on a place opens it', async () => {
    authorKey = await keyOfPerson('Ada Author');
    await author.signIn(authorKey);
    await expect.poll(() => ofAuthor.rows('Secrets'), soon).toContain('Needs attention');
    const needed = ['loyalty_api_tokn', 'fraud_check_key', 'payments_api_key'];
    await expect.poll(() => ofAuthor.rows('Secrets'), soon).toEqual(expect.arrayContaining(needed));
    await author.picture('sidebar-02-needs-attention');
    const host = new URL(world.gate.url).host;
    expect(await ofAuthor.row('Secrets', `author · ${host}`).getAttribute('aria-label')).toMatch(
      /^Signed in as Ada Author \(author\), Account: .*, Vault: http/,
    );
    await ofAuthor.row('Secrets', 'loyalty_api_tokn').first().click();
    await ofAuthor.row('Secrets', 'functions/loyalty_points.py').first().click();
    await author.page.locator('.tab.active', { hasText: 'loyalty_points.py' }).waitFor();
  });

  it('lists the fixes of a row, and a click on a secret opens its use', async () => {
    const fixes = author.page.locator('.action-widget').getByText(/loyalty_api_token/);
    // The tree is still being redrawn after the click on the place, which can close the menu.
    await patiently(async () => {
      await ofAuthor.menu('Secrets', 'loyalty_api_tokn', 'Quick Fix…');
      await fixes.first().waitFor({ timeout: 8_000 });
    });
    await author.picture('sidebar-02-fixes');
    await author.page.keyboard.press('Escape');
    await ofAuthor.row('Secrets', 'payments_api_key').last().click();
    const use = author.page.locator('.tab.active', { hasText: 'verify_card.py' });
    await expect.poll(() => use.count(), soon).toBe(1);
  });

  it('judges each of several possible names by itself, at the top as in the list', async () => {
    await author.openFile('order-support/functions/courier_contract.py');
    await expect.poll(() => ofAuthor.attention(), soon).toContain('order_api_fr');
    const names = ['order_api_de', 'order_api_uk', 'order_api_fr'];
    const labels = (await ofAuthor.labels()).filter((label) => names.some((name) => label?.startsWith(name)));
    expect(labels).toEqual([
      expect.stringMatching(/^order_api_fr, does not exist, /),
      expect.stringMatching(/^order_api_de, granted, /),
      expect.stringMatching(/^order_api_uk, granted, /),
    ]);
    await author.picture('sidebar-02-several-names');
    await author.openFile('hotel-booking/functions/take_deposit.py');
    await expect.poll(() => ofAuthor.attention(), soon).toContain('fraud_check_key');
  });

  it('an author requests access from the warning; the admin sees the request', async () => {
    await admin.openFile('hotel-booking/functions/find_guest.py');
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await ofAdmin.open('Requests');
    await expect.poll(() => ofAdmin.text('Requests'), soon).toContain('No pending requests.');

    await author.openFile('hotel-booking/functions/take_deposit.py');
    await expect.poll(() => author.warnings.count(), soon).toBe(1);
    await author.goBehind('"fraud_check');
    await author.quickFixes();
    await author.picture('sidebar-03-quick-fix');
    await author.chooseQuickFix(/^Request access to "fraud_check_key" for Hotel Booking/);
    await author.picture('sidebar-04-reason');
    await ofAuthor.fill(/^Why the agent needs it/, 'Deposits are refused without the check');

    const row = ofAdmin.row('Requests', 'fraud_check_key for Hotel Booking');
    await row.waitFor({ timeout: soon.timeout });
    const label = await row.getAttribute('aria-label');
    expect(label).toContain('Ada Author');
    expect(label).toContain('Deposits are refused without the check');
    expect(label).toContain('functions/take_deposit.py:9');
    await admin.picture('sidebar-05-request');
    await expect
      .poll(() => ofAdmin.rows('Requests'), soon)
      .toEqual([
        'fraud_check_key for Hotel Booking',
        'Ada Author: Deposits are refused without the check',
        'functions/take_deposit.py:9',
      ]);
    await expect.poll(() => ofAuthor.rows('Requests'), soon).toContain('fraud_check_key for Hotel Booking');
  });

  it('everything says that access has been requested; the author can change the reason', async () => {
    await ofAuthor
      .row('Secrets', 'fraud_check_key')
      .getByText('requested')
      .waitFor({ timeout: soon.timeout });
    await expect
      .poll(() => author.problemTexts(), soon)
      .toContainEqual(expect.stringContaining('Access has been requested; an account admin decides.'));
    await author.goBehind('"fraud_check');
    await expect
      .poll(() => author.hover(), soon)
      .toMatch(/You requested it \(.*\); an account admin decides\./);
    await author.page.keyboard.press('Escape');
    await author.picture('sidebar-05-requested');
    expect(await author.quickFixes()).toContain('Cancel the request for access to "fraud_check_key"');
    await author.chooseQuickFix('Change the request for access to "fraud_check_key"…');
    const box = author.page.getByPlaceholder(/^Why the agent needs it/);
    await expect.poll(() => box.inputValue(), soon).toBe('Deposits are refused without the check');
    await author.page.getByText('This reason replaces the earlier one.').waitFor();
    await ofAuthor.fill(/^Why the agent needs it/, 'Deposits are refused otherwise');
    await expect
      .poll(() => ofAdmin.rows('Requests'), soon)
      .toContain('Ada Author: Deposits are refused otherwise');
  });

  it('the admin opens the place in the code and approves; the author’s warning disappears', async () => {
    await ofAdmin.row('Requests', 'fraud_check_key for Hotel Booking').click();
    await admin.page.locator('.tab.active', { hasText: 'take_deposit.py' }).waitFor();
    await ofAdmin.action('Requests', 'fraud_check_key for Hotel Booking', 'Approve Request');
    await admin.picture('sidebar-06-approve');
    await ofAdmin.fill('Note (optional)', 'For deposits only');
    await expect.poll(() => ofAdmin.text('Requests'), soon).toContain('No pending requests.');
    await expect.poll(() => author.warnings.count(), soon).toBe(0);
    await expect
      .poll(
        () => ofAuthor.row('Requests', 'fraud_check_key for Hotel Booking').getAttribute('aria-label'),
        soon,
      )
      .toMatch(/approved[^]*For deposits only/);
    await expect.poll(() => ofAuthor.attention(), soon).not.toContain('fraud_check_key');
    await told(author, 'granted Hotel Booking access to "fraud_check_key"');
    await author.picture('sidebar-07-approved');
  });

  /** If the row is redrawn during the click, the command does not get it, and prompts for the request. */
  async function cancelRequest(row: string): Promise<void> {
    await ofAuthor.action('Requests', row, 'Cancel Request');
    const prompt = author.page.locator('.quick-input-widget', { hasText: 'Cancel Which Request?' });
    const pending = async (): Promise<string> => {
      if (await prompt.isVisible()) await prompt.locator('.monaco-list-row', { hasText: row }).click();
      return ofAdmin.text('Requests');
    };
    await expect.poll(pending, soon).toContain('No pending requests.');
  }

  it('an author requests a secret that does not exist yet from the palette', async () => {
    await author.runCommand('Agent Secrets: Request Access');
    await author.choose('Request a New Secret');
    await ofAuthor.fill('For example stripe_api_key', 'lost_property_key');
    await ofAuthor.fill(/^Why the agent needs it/, 'To return what guests forget');
    const row = 'lost_property_key for Hotel Booking';
    await ofAdmin.row('Requests', row).waitFor({ timeout: soon.timeout });
    await expect.poll(() => ofAdmin.rows('Requests'), soon).toContain('Does not exist yet');
    await cancelRequest(row);
  });

  it('an author withdraws a request', async () => {
    await author.runCommand('Agent Secrets: Request Access');
    await author.choose('patient_records_token');
    await ofAuthor.fill(/^Why the agent needs it/, 'A mistake');
    const row = 'patient_records_token for Hotel Booking';
    await ofAdmin.row('Requests', row).waitFor({ timeout: soon.timeout });
    await cancelRequest(row);
    expect(await ofAdmin.text('Requests')).not.toContain(row);
  });

  it('a declined author sees who declined and why; a new request shows it to the admin', async () => {
    const row = 'patient_records_token for Hotel Booking';
    const ask = async (reason: string): Promise<void> => {
      await author.runCommand('Agent Secrets: Request Access');
      await author.choose('patient_records_token');
      await ofAuthor.fill(/^Why the agent needs it/, reason);
      await ofAdmin.row('Requests', row).waitFor({ timeout: soon.timeout });
    };
    await ask('To greet returning patients');
    await ofAdmin.action('Requests', row, 'Decline Request');
    await ofAdmin.fill('Note (optional)', 'Records stay in the clinic');
    await expect
      .poll(() => ofAuthor.rows('Requests').then(String), soon)
      .toMatch(/declined by .*: "Records stay in the clinic"/);
    await author.picture('sidebar-07-declined');
    await told(author, 'Note: Records stay in the clinic');
    await author.page.getByRole('button', { name: 'Ask Again…' }).click();
    await author.page.getByText('declined your earlier request: "Records stay in the clinic"').waitFor();
    await ofAuthor.fill(/^Why the agent needs it/, 'The clinic agreed');
    await ofAdmin.row('Requests', row).waitFor({ timeout: soon.timeout });
    await expect
      .poll(() => ofAdmin.rows('Requests').then(String), soon)
      .toMatch(/Ada Author: The clinic agreed[^]*Earlier request: declined by .*: "Records stay/);
    await admin.picture('sidebar-07-earlier');
    await ofAdmin.action('Requests', row, 'Decline Request');
    await ofAdmin.fill('Note (optional)', '');
    await expect.poll(() => ofAdmin.text('Requests'), soon).toContain('No pending requests.');
  });

  it('a dismissed request stays away', async () => {
    const declined = author.sidebar.locator('.monaco-list-row[aria-label*="declined by"][aria-expanded]');
    await expect.poll(() => declined.count(), soon).toBe(2);
    await patiently(async () => {
      await declined.first().hover({ timeout: 5_000 });
      await declined.first().locator('[aria-label^="Dismiss Request"]').click({ timeout: 5_000 });
    });
    await expect.poll(() => declined.count(), soon).toBe(1);
    await author.untilStored('dismissedRequests');
    await author.reload();
    await author.openSidebar();
    await ofAuthor.open('Requests');
    await expect.poll(() => ofAuthor.rows('Requests').then(String), soon).toContain('fraud_check_key');
    expect(await declined.count()).toBe(1);
  });

  it('an admin grants several secrets at once, after seeing what will happen', async () => {
    await ofAdmin.row('Secrets', 'Not granted to this agent').click();
    await expect.poll(ungranted, soon).not.toHaveLength(0);
    const chosen = (await ungranted()).slice(0, 2);
    expect(chosen).toHaveLength(2);
    await ofAdmin.select('Secrets', chosen);
    await ofAdmin.menu('Secrets', chosen[1] ?? '', 'Grant to This Agent…');
    await admin.picture('sidebar-08-grant-many');
    const question = await ofAdmin.question();
    for (const name of chosen) expect(question).toContain(name);
    await ofAdmin.answer('Grant');
    await expect.poll(grantedToHotel, soon).toEqual(expect.arrayContaining(chosen));

    // Both rows are still selected, now among those that the agent can read.
    const first = ofAdmin.row('Secrets', chosen[0] ?? '');
    await expect.poll(() => first.getAttribute('aria-label'), soon).toMatch(/, granted,/);
    await ofAdmin.menu('Secrets', chosen[0] ?? '', 'Revoke From This Agent…');
    await ofAdmin.answer('Revoke');
    await expect.poll(grantedToHotel, soon).not.toContain(chosen[0]);
    expect(await grantedToHotel()).not.toContain(chosen[1]);
  });

  it('a revoke says which places will fail, and cancelling changes nothing', async () => {
    await ofAdmin.menu('Secrets', 'payments_api_key', 'Revoke From This Agent…');
    expect(await ofAdmin.question()).toMatch(/functions\/take_deposit\.py:20[^]*will raise MissingAccess/);
    await admin.picture('sidebar-09-revoke');
    await ofAdmin.answer('Cancel');
    expect(await grantedToHotel()).toContain('payments_api_key');
  });

  it('a user adds, edits and deletes an environment secret; its value is never shown', async () => {
    const value = 'not-a-real-environment-value';
    await ofAuthor.open('My Environment');
    await expect.poll(() => ofAuthor.text('My Environment'), soon).toContain('Add Environment Secret');
    await author.runCommand('Agent Secrets: Add Environment Secret');
    await ofAuthor.fill(/^For example/, 'RATES_API_KEY');
    await author.page.locator('.quick-input-widget input[type=password]').waitFor();
    await author.picture('sidebar-10-value');
    await ofAuthor.fill('Value', value);
    await ofAuthor.fill('Description (optional)', 'Hotel rates');
    await expect.poll(() => ofAuthor.rows('My Environment'), soon).toEqual(['RATES_API_KEY']);
    expect(await ofAuthor.text('My Environment')).toMatch(/•{8} · Hotel rates · (?:now|\d)/);
    await author.picture('sidebar-11-environment');

    await patiently(async () => {
      await ofAuthor.action('My Environment', 'RATES_API_KEY', 'Edit Environment Secret');
      await author.page.getByPlaceholder('Leave empty to keep the stored value').waitFor({ timeout: 8_000 });
    });
    await ofAuthor.fill('Leave empty to keep the stored value', '');
    await ofAuthor.fill('Description (optional)', 'Room rates');
    await expect.poll(() => ofAuthor.text('My Environment'), soon).toContain('Room rates');

    await patiently(async () => {
      await ofAuthor.action('My Environment', 'RATES_API_KEY', 'Delete Environment Secret');
      await author.dialog.waitFor({ timeout: 8_000 });
    });
    expect(await ofAuthor.question()).toContain('hotel-booking/tools/sync-rates.ts:3');
    await author.picture('sidebar-12-delete');
    await ofAuthor.answer('Delete');
    await expect.poll(() => ofAuthor.text('My Environment'), soon).toContain('Add Environment Secret');
    expect(await author.page.content()).not.toContain(value);
  });

  it('an environment secret keeps every line of a pasted value', async () => {
    const key = '-----BEGIN NOT-A-REAL KEY-----\nbm90LWEta2V5\n-----END NOT-A-REAL KEY-----\n';
    await author.runCommand('Agent Secrets: Add Environment Secret');
    await ofAuthor.fill(/^For example/, 'SIGNING_KEY');
    const box = author.page.locator('.quick-input-widget input[type=password]');
    await box.waitFor();
    await author.page.evaluate((copied) => navigator.clipboard.writeText(copied), key);
    await author.page.keyboard.press('ControlOrMeta+v');
    await author.page.locator('.quick-input-widget', { hasText: '3 lines pasted; all are kept.' }).waitFor();
    await author.picture('sidebar-12-lines');
    await author.page.keyboard.press('Enter');
    await ofAuthor.fill('Description (optional)', '');
    await expect.poll(() => ofAuthor.rows('My Environment'), soon).toEqual(['SIGNING_KEY']);
    const person = createVaultClient({ url: world.vault.url, key: authorKey, fetch });
    const { token } = await person.startSandbox({});
    expect(await readSandbox({ url: world.vault.url, key: token, fetch })).toEqual({ SIGNING_KEY: key });
    await person.deleteVariable('SIGNING_KEY');
    await expect.poll(() => ofAuthor.text('My Environment'), soon).toContain('Add Environment Secret');
  });

  it('a snippet is for the agent of the file, also while another one is pinned', async () => {
    await admin.openFile('hotel-booking/functions/find_guest.py');
    await admin.beginLineBehind('crm["tenant"]');
    await admin.runCommand('Agent Secrets: Pick Agent');
    await admin.choose('Clinic Reception');
    await expect.poll(() => ofAdmin.rows('Secrets'), soon).toContain('insurance_lookup_key');
    await admin.runCommand('Agent Secrets: Insert Snippet');
    await expect.poll(() => admin.choices().then(String), soon).toContain('guest_crm');
    expect(String(await admin.choices())).not.toContain('insurance_lookup_key');
    await admin.page.keyboard.press('Escape');

    await ofAdmin.menu('Secrets', 'insurance_lookup_key', 'Insert Snippet');
    expect(await ofAdmin.question()).toMatch(
      /"insurance_lookup_key" is not granted to Hotel Booking, the agent of this file[^]*Clinic Reception/,
    );
    await admin.picture('sidebar-12-insert');
    await ofAdmin.answer('Cancel');
    expect(await admin.shownText()).not.toContain('insurance_lookup_key');
    await ofAdmin.menu('Secrets', 'insurance_lookup_key', 'Insert Snippet');
    await ofAdmin.answer('Insert');
    await expect.poll(() => admin.shownText(), soon).toContain('get_secret("insurance_lookup_key")');
    await admin.runCommand('File: Revert File');
    await admin.runCommand('Agent Secrets: Pick Agent');
    await admin.choose('Follow the open file');
    await expect.poll(() => ofAdmin.rows('Secrets'), soon).toContain('guest_crm');
  });

  it('the agent of the last file stays current after a reload with a panel in front', async () => {
    await admin.runCommand('View: Close All Editors');
    await admin.runCommand('Agent Secrets: Show Access Matrix');
    await admin.panel.locator('.cell').first().waitFor();
    await admin.untilStored('mainThreadWebview-agentSecrets.access-matrix');
    await admin.untilStored('agentSecrets.lastAgent');
    await admin.reload();
    await admin.openSidebar();
    await expect.poll(() => ofAdmin.rows('Secrets'), soon).toContain('guest_crm');
    await admin.runCommand('Agent Secrets: Create Secret');
    const ticked = (agent: RegExp): Promise<boolean> =>
      admin.panel.getByRole('checkbox', { name: agent }).isChecked();
    await expect.poll(() => ticked(/Hotel Booking/), soon).toBe(true);
    expect(await ticked(/Clinic Reception/)).toBe(false);
    await admin.picture('sidebar-12-remembered');
    await admin.runCommand('View: Close All Editors');
  });

  it('marks a deprecated secret in its row and to screen readers', async () => {
    const { admin: client, accountId } = world.vault;
    const { etag } = await client.secret(accountId, 'guest_crm');
    await client.changeSecret(
      accountId,
      'guest_crm',
      { deprecated: { replacement: 'booking_api_live' } },
      etag,
    );
    const row = ofAdmin.row('Secrets', 'guest_crm').last();
    await expect.poll(() => row.innerText(), soon).toContain('deprecated');
    expect(await row.getAttribute('aria-label')).toMatch(/^guest_crm, deprecated, granted, key\/value/);
    await admin.picture('sidebar-12-deprecated');
  });

  it('marks a deprecated secret in the hovers of its row and of its name in the code', async () => {
    const hover = admin.page.locator('.monaco-hover:visible', { hasText: 'booking_api_live' });
    // A row that appears above moves the others from below the mouse.
    await patiently(async () => {
      await admin.page.mouse.move(640, 4);
      await ofAdmin.row('Secrets', 'guest_crm').last().hover();
      await hover.first().waitFor({ timeout: 5_000 });
    });
    expect(await hover.first().innerText()).toMatch(/deprecated/i);
    await admin.picture('sidebar-12-deprecated-hover');
    await admin.openFile('hotel-booking/functions/find_guest.py');
    await admin.goBehind('secret_name="guest');
    await expect.poll(() => admin.hover(), soon).toMatch(/deprecated[^]*booking_api_live/i);
    await admin.page.keyboard.press('Escape');
    await admin.picture('sidebar-12-deprecated-code');
  });

  it('deleting a secret lists where it is read first', async () => {
    await ofAdmin.menu('Secrets', 'payments_api_key', 'Delete Secret…');
    expect(await ofAdmin.question()).toContain('hotel-booking/functions/take_deposit.py:20');
    await ofAdmin.answer('Delete');
    await expect.poll(() => ofAdmin.attention(), soon).toContain('payments_api_key');
    await admin.picture('sidebar-13-deleted');
  });

  it('gives every row a label for screen readers', async () => {
    for (const sidebar of [ofAuthor, ofAdmin]) {
      expect((await sidebar.labels()).filter((label) => !label?.trim())).toEqual([]);
    }
  });

  it('an admin turns the vault on again where the view says that it is off', async () => {
    const { admin: client, accountId } = world.vault;
    const { revision } = await client.account(accountId);
    await client.changeAccount(accountId, { vaultEnabled: false }, revision);
    await expect.poll(() => ofAdmin.text('Secrets'), soon).toContain('The vault is turned off');
    expect(await ofAuthor.text('Secrets')).not.toContain('Turn On');
    await admin.picture('sidebar-13-off');
    await admin.sidebar.getByRole('button', { name: 'Turn On' }).first().click();
    await ofAdmin.answer('Turn On');
    await expect.poll(() => ofAdmin.rows('Secrets'), soon).toContain('guest_crm');
    await expect.poll(() => ofAuthor.rows('Secrets'), soon).toContain('guest_crm');
  });

  it('keeps what is known while the vault is unreachable, and says how old it is', async () => {
    await world.vault.stop();
    await author.runCommand('Agent Secrets: Refresh');
    await expect
      .poll(() => ofAuthor.text('Secrets'), soon)
      .toContain('The vault is unreachable. Showing data from ');
    await author.picture('sidebar-14-offline');
  });

  async function keyOfPerson(name: string): Promise<string> {
    const { url, accountId, admin: client, keys } = world.vault;
    const people = createVaultClient({ url, key: keys.admin, fetch });
    const { id } = await people.createUser(accountId, { name, role: 'author' });
    const { token } = await client.issueToken(accountId, { name, role: 'author', userId: id });
    return token;
  }

  /** The rows that the admin sees below "Not granted to this agent". */
  async function ungranted(): Promise<readonly string[]> {
    const rows = await ofAdmin.rows('Secrets');
    return rows.slice(rows.indexOf('Not granted to this agent') + 1);
  }

  async function grantedToHotel(): Promise<readonly string[]> {
    const { secrets } = await world.vault.admin.catalog(agents.hotel);
    return secrets.filter(({ access }) => access === 'granted').map(({ name }) => name);
  }
});

/** Waits for a notification in the corner of the window. */
async function told({ page }: Workbench, text: string): Promise<void> {
  await page.locator('.notification-toast', { hasText: text }).waitFor({ timeout: soon.timeout });
}
