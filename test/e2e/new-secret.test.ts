import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPerson } from './support/people.ts';
import { readAsAgent } from './support/run-time.ts';
import { Sidebar } from './support/sidebar.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

const file = 'hotel-booking/functions/order_courier.py';
/** Like a key of a known service; assembled here, so that no file contains one. */
const inCode = ['sk', 'live', 'zK4vT9wQ2mXr7LbNc5JdHs8P'].join('_');
const code = `def order_courier(conv):
    key = conv.utils.get_secret("courier_key")
    stripe_key = "${inCode}"
    return send(key, stripe_key)
`;

/** Steps of one story: each continues where the previous one ended. */
describe('an author needs a secret that does not exist', () => {
  let world: World;
  let author: Workbench;
  let admin: Workbench;
  let ofAuthor: Sidebar;
  let ofAdmin: Sidebar;

  beforeAll(async () => {
    world = await startWorld();
    await writeFile(path.join(world.editor.workspace, file), code);
    const arthur = await createPerson(world.vault, { name: 'Arthur Author', role: 'author' });
    [author, admin] = [await world.openWorkbench(), await world.openWorkbench()];
    [ofAuthor, ofAdmin] = [new Sidebar(author), new Sidebar(admin)];
    for (const [window, key] of [
      [author, arthur.key],
      [admin, world.vault.keys.admin],
    ] as const) {
      await window.openFile(file);
      await window.openSidebar();
      await window.signIn(key);
      await window.secretRow('guest_crm').waitFor();
    }
  });
  afterAll(() => world?.close());

  it('requests it from the warning, with the place in the code', async () => {
    await expect.poll(() => author.warnings.count(), soon).toBe(2);
    expect(await author.problemTexts()).toContainEqual(
      expect.stringContaining('Correct the name, or request the new secret.'),
    );
    await author.goBehind('"courier_k');
    await author.quickFixes();
    await author.picture('60-request-new-secret');
    await author.chooseQuickFix('Request the new secret "courier_key"…');
    await expect
      .poll(() => author.page.locator('.quick-input-widget').innerText(), soon)
      .toContain('Request the New Secret "courier_key"');
    await ofAuthor.fill(/^Why the agent needs it/, 'To order a courier');
    await expect
      .poll(() => ofAuthor.text('Requests'), soon)
      .toMatch(/courier_key for Hotel Booking[^]*Does not exist yet[^]*To order a courier/);
    await expect
      .poll(() => ofAuthor.text('Secrets'), soon)
      .toMatch(/courier_key\s*does not exist · requested/);
    await expect
      .poll(() => author.problemTexts(), soon)
      .toContainEqual(expect.stringContaining('Already requested; an account admin decides.'));
  });

  it('the admin answers by creating it: the form has the name and the agent, and the request is approved', async () => {
    await ofAdmin.action('Requests', 'courier_key for Hotel Booking', 'Approve Request');
    await expect.poll(() => admin.panel.locator('#name').inputValue(), soon).toBe('courier_key');
    expect(await admin.panel.getByRole('checkbox', { name: /Hotel Booking/ }).isChecked()).toBe(true);
    await admin.picture('61-create-requested');
    await admin.panel.getByLabel('Value', { exact: true }).fill('not-a-real-courier-key');
    await admin.panel.locator('#add').click();
    await expect.poll(() => ofAdmin.text('Requests'), soon).toContain('No pending requests.');
    await expect.poll(() => author.warnings.count(), soon).toBe(1);
    await author.page
      .locator('.notification-toast', { hasText: 'granted Hotel Booking access to "courier_key"' })
      .waitFor();
    const token = await world.vault.agentToken(agents.hotel);
    expect(await readAsAgent(world.vault.url, { agentId: agents.hotel, token }, 'courier_key')).toEqual({
      value: 'not-a-real-courier-key',
    });
  });

  it('moves a credential from the code to the environment, or requests a new one, from the warning', async () => {
    await author.goBehind('stripe_key = "sk_l');
    const titles = await author.quickFixes();
    expect(titles).toContainEqual(expect.stringContaining('Request the new secret "stripe_key"…'));
    await author.picture('62-hard-coded');
    await author.chooseQuickFix('Move to My Environment…');
    await ofAuthor.fill(/STRIPE_API_KEY/, 'STRIPE_KEY');
    await expect.poll(() => author.shownText(), soon).toContain('stripe_key = os.environ["STRIPE_KEY"]');
    expect(await author.shownText()).not.toContain(inCode);
    await expect.poll(() => author.warnings.count(), soon).toBe(0);
    await ofAuthor.open('My Environment');
    await ofAuthor.row('My Environment', 'STRIPE_KEY').waitFor();
  });
});
