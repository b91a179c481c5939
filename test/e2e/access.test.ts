import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessChange } from '../../contracts/vault-api/access.ts';
import { soon } from './support/soon.ts';
import type { Workbench } from './support/workbench.ts';
import { agents, startWorld, type World } from './support/world.ts';

/** Steps of one story: each continues where the previous one ended. */
describe('an admin reduces access', () => {
  let world: World;
  let admin: Workbench;

  beforeAll(async () => {
    world = await startWorld();
    admin = await world.openWorkbench();
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
    await admin.secretRow('payments_api_key').waitFor();
  });
  afterAll(() => world?.close());

  it('the access list shows how the code of each agent uses the secret', async () => {
    await openAccess();
    await expect
      .poll(() => admin.panel.locator('tbody tr').allInnerTexts(), soon)
      .toEqual([
        expect.stringMatching(/Hotel Booking[^]*used in 2 places/),
        expect.stringMatching(/Order Support[^]*used in 1 place/),
        expect.stringMatching(/Clinic Reception[^]*not used/),
      ]);
    await admin.picture('20-access-evidence');
  });

  it('without own changes, it follows a change made elsewhere', async () => {
    const clinic = admin.panel.getByRole('checkbox', { name: /Clinic Reception/ });
    await changeAccess('payments_api_key', { grant: [agents.clinic] });
    await expect.poll(() => clinic.isChecked(), soon).toBe(true);
    await changeAccess('payments_api_key', { revoke: [agents.clinic] });
    await expect.poll(() => clinic.isChecked(), soon).toBe(false);
    expect(await admin.panel.locator('.summary').innerText()).toBe('No changes');
  });

  it('begins with the agent whose code uses the secret without access', async () => {
    await admin.runCommand('Agent Secrets: Edit Access');
    await admin.choose('loyalty_api_token');
    await admin.page.locator('.tab.active', { hasText: 'Access: loyalty_api_token' }).waitFor();
    await expect
      .poll(() => admin.panel.locator('tbody tr').first().innerText(), soon)
      .toMatch(/Order Support[^]*used in \d+ place/);
    await admin.runCommand('View: Close Editor');
    await accessTab().click();
    await admin.panel.getByRole('checkbox', { name: /Hotel Booking/ }).waitFor();
  });

  it('before a revoke that breaks code, the places are listed, and open', async () => {
    await admin.panel.getByRole('checkbox', { name: /Order Support/ }).uncheck();
    await admin.panel.locator('#save').click();
    const place = admin.panel.getByRole('button', { name: /take_return_fee\.py:7/ });
    await place.waitFor();
    await admin.picture('21-access-impact');
    await place.click();
    await admin.page.locator('.tab.active', { hasText: 'take_return_fee.py' }).waitFor();
    expect(await accessTo('payments_api_key')).toContain(agents.order);
  });

  it('ticks are restored with the tab, and after the tab was closed', async () => {
    await accessTab().click();
    const order = admin.panel.getByRole('checkbox', { name: /Order Support/ });
    await expect.poll(() => order.isChecked(), soon).toBe(false);
    await admin.runCommand('View: Close Editor');
    await admin.page.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect.poll(() => order.isChecked(), soon).toBe(false);
    expect(await admin.panel.locator('.summary').innerText()).toBe('1 revoke');
    // Until the uses are known, there is nothing to confirm before a revoke.
    const rows = admin.panel.locator('tbody tr');
    await expect
      .poll(async () => (await rows.allInnerTexts()).join('\n'), soon)
      .toMatch(/Order Support[^]*used in 1 place/);
  });

  it('a conflict shows both sides; then the same change is saved on top', async () => {
    await changeAccess('payments_api_key', { grant: [agents.clinic] });
    await admin.panel.locator('#save').click();
    await admin.panel.getByRole('button', { name: 'Save and Revoke' }).click();
    const rows = admin.panel.locator('.conflict tbody tr');
    await expect
      .poll(() => rows.allInnerTexts(), soon)
      .toEqual([
        expect.stringMatching(/Order Support[^]*granted[^]*not granted \(by you\)/),
        expect.stringMatching(/Clinic Reception[^]*not granted[^]*granted \(by someone else\)/),
      ]);
    await admin.picture('22-access-conflict');
    await admin.panel.locator('#save').click();
    await admin.panel.getByRole('button', { name: 'Save and Revoke' }).click();
    await expect.poll(() => accessTo('payments_api_key'), soon).toEqual([agents.clinic, agents.hotel]);
    await accessTab().waitFor({ state: 'hidden' });
    // The editor behind takes the focus a moment later: text typed before would end up in it.
    await admin.focusInCode();
  });

  it('the matrix answers who can read a secret and what an agent can read, and scrolls nothing else', async () => {
    await admin.runCommand('Agent Secrets: Show Access Matrix');
    const names = (role: 'columnheader' | 'rowheader') => () =>
      admin.panel
        .locator(`[role=${role}]:not(.corner)`)
        .evaluateAll((all) => all.map((one) => one.ariaLabel ?? ''))
        .then((labels) => labels.toSorted());
    await admin.panel.locator('#secret-filter').fill('weather_api_key');
    await expect.poll(names('columnheader'), soon).toEqual(await agentsOf('weather_api_key'));
    await admin.picture('23-matrix-one-secret');
    await admin.panel.locator('#secret-filter').fill('');
    await admin.panel.locator('#agent-filter').fill('Clinic Reception');
    await admin.panel.locator('#show').selectOption({ label: 'Granted' });
    await expect.poll(names('rowheader'), soon).toEqual(await secretsOf(agents.clinic));
    await admin.picture('23-matrix-one-agent');
    expect(await admin.scrolledParts()).toEqual([]);
    await admin.runCommand('View: Close Editor');
  });

  it('the matrix shows used secrets without access, and fixes them in one change', async () => {
    await admin.runCommand('Agent Secrets: Show Access Matrix');
    await expect
      .poll(usedWithoutAccess, soon)
      .toEqual([
        'fraud_check_key of Hotel Booking',
        'helpdesk_api of Clinic Reception',
        'loyalty_api_token of Order Support',
        'payments_api_key of Order Support',
      ]);
    await admin.picture('23-matrix');
    await admin.panel.locator('#select-missing').click();
    await admin.panel.locator('#select-unused').click();
    await admin.panel.locator('#open-preview').click();
    await admin.picture('24-matrix-preview');
    await admin.panel.locator('#save').click();
    await expect.poll(() => admin.panel.locator('.summary').innerText(), soon).toBe('Nothing selected');
    expect(await usedWithoutAccess()).toEqual([]);
    expect(await accessTo('payments_api_key')).toEqual([agents.hotel, agents.order]);
    expect(await accessTo('fraud_check_key')).toContain(agents.hotel);
  });

  it('an unsaved selection comes back after a reload of the window', async () => {
    await admin.panel.locator('.cell.empty').first().click();
    await expect.poll(() => admin.panel.locator('.summary').innerText(), soon).toBe('1 grant in 1 secret');
    await admin.runCommand('Developer: Reload Window');
    await admin.panel.locator('.summary').waitFor({ state: 'detached' });
    await expect
      .poll(() => admin.panel.locator('.summary').innerText(), { ...soon, timeout: 60_000 })
      .toBe('1 grant in 1 secret');
    await admin.picture('25-matrix-restored');
  });

  it('and while the vault is unreachable, it waits for the vault', async () => {
    const patient = { ...soon, timeout: 90_000 };
    world.gate.shut(true);
    await admin.runCommand('Developer: Reload Window');
    await admin.panel.locator('.summary').waitFor({ state: 'detached' });
    const text = () => admin.panel.locator('body').innerText();
    await expect.poll(text, patient).toContain('Waiting for the vault…');
    await admin.picture('25-matrix-waits');
    world.gate.shut(false);
    await expect.poll(() => admin.panel.locator('.summary').innerText(), patient).toBe('1 grant in 1 secret');
  });

  function accessTab(): ReturnType<Workbench['page']['locator']> {
    return admin.page.locator('.tab', { hasText: 'Access: payments_api_key' });
  }

  function usedWithoutAccess(): Promise<readonly string[]> {
    return admin.panel.locator('table.matrix').evaluate((table: HTMLTableElement) => {
      const text = (cell: Element | null | undefined) => cell?.textContent?.trim() ?? '';
      const cells = [...table.querySelectorAll<HTMLTableCellElement>('.cell.missing')];
      return cells
        .map((cell) => {
          const agent = table.querySelector(`thead [aria-colindex="${cell.ariaColIndex ?? ''}"] .agent-name`);
          return `${text(cell.closest('tr')?.querySelector('th'))} of ${text(agent)}`;
        })
        .toSorted();
    });
  }

  async function openAccess(): Promise<void> {
    await admin.runCommand('Agent Secrets: Edit Access');
    await admin.choose('payments_api_key');
    await admin.panel.getByRole('checkbox', { name: /Hotel Booking/ }).waitFor();
  }

  /** Names of the agents that can read the secret; no code in the workspace reads it without access. */
  async function agentsOf(name: string): Promise<readonly string[]> {
    const { accountId, admin: client } = world.vault;
    const [all, ids] = await Promise.all([client.agents(accountId), accessTo(name)]);
    return all
      .filter(({ agentId }) => ids.includes(agentId))
      .map(({ agentName }) => agentName)
      .toSorted();
  }

  async function secretsOf(agentId: string): Promise<readonly string[]> {
    const secrets = await world.vault.admin.secrets(world.vault.accountId, { agentId });
    return secrets.map(({ name }) => name).toSorted();
  }

  async function accessTo(name: string): Promise<readonly string[]> {
    const { agentIds } = await world.vault.admin.access(world.vault.accountId, name);
    return agentIds.toSorted();
  }

  async function changeAccess(name: string, change: AccessChange): Promise<void> {
    const { accountId, admin: client } = world.vault;
    const { etag } = await client.access(accountId, name);
    await client.changeAccess(accountId, name, change, etag);
  }
});
