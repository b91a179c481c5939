import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sidebar } from '../support/sidebar.ts';
import { soon } from '../support/soon.ts';
import type { TestVault } from '../support/test-vault.ts';
import type { Workbench } from '../support/workbench.ts';
import { agents, startWorld, type World } from '../support/world.ts';

const secretCount = 5_000;
const agentCount = 300;
const last = 'service_4999_api_key';
/** Rows of any list that are in the page: the visible ones and a few more. */
const fewRows = 150;
const patient = { ...soon, timeout: 30_000 };

/** Steps of one story: each continues where the previous one ended. */
describe('in an account of 5,000 secrets and 300 agents', () => {
  let world: World;
  let admin: Workbench;
  let sidebar: Sidebar;

  beforeAll(async () => {
    world = await startWorld();
    [admin] = await Promise.all([world.openWorkbench(), fill(world.vault)]);
    sidebar = new Sidebar(admin);
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.openSidebar();
    await admin.signIn(world.vault.keys.admin);
  });
  afterAll(() => world?.close());

  it('the view lists them all, draws the visible ones, and reaches the last by keyboard', async () => {
    await expect.poll(() => sidebar.rows('Secrets'), patient).toContain('payments_api_key');
    expect((await sidebar.rows('Secrets')).length).toBeLessThan(fewRows);
    const rest = sidebar.row('Secrets', 'Not granted to this agent');
    // The uses in the code arrive later and push the end out of view: it is searched again.
    const goToTheEnd = async (): Promise<void> => {
      await admin.runCommandByKey('Agent Secrets: Focus on Secrets View');
      await admin.page.keyboard.press('End');
    };
    const labelAtTheEnd = async (): Promise<string> => {
      await goToTheEnd();
      return (await rest.getAttribute('aria-label', { timeout: 2_000 }).catch(() => '')) ?? '';
    };
    await expect.poll(labelAtTheEnd, patient).toMatch(/, 25\d\d secrets$/);
    const rowsAtTheEnd = async (): Promise<string[]> => {
      await goToTheEnd();
      if (await rest.isVisible()) await admin.page.keyboard.press('ArrowRight');
      return sidebar.rows('Secrets');
    };
    await expect.poll(rowsAtTheEnd, patient).toContain(last);
    expect((await sidebar.rows('Secrets')).length).toBeLessThan(fewRows);
    await admin.picture('states-10-many-tree');
  });

  it('finding in the view leads to one of them', async () => {
    await admin.runCommandByKey('Agent Secrets: Focus on Secrets View');
    await admin.page.keyboard.press('ControlOrMeta+Alt+f');
    await admin.page.locator('.monaco-tree-type-filter input').fill('service_4711');
    await expect.poll(() => sidebar.rows('Secrets'), soon).toContain('service_4711_api_key');
    await admin.page.keyboard.press('Escape');
  });

  it('completion offers the one being typed', async () => {
    await admin.openFile('hotel-booking/functions/weather_on_arrival.py');
    await admin.goBehind('key = fetch("weather_api_key")');
    await admin.page.keyboard.press('Enter');
    await admin.type("again = conv.utils.get_secret('service_4712");
    await expect.poll(() => admin.completions(), patient).toEqual(['service_4712_api_key']);
    await admin.page.keyboard.press('Enter');
    await expect.poll(() => admin.shownText(), soon).toContain("get_secret('service_4712_api_key')");
    await admin.runCommand('File: Revert File');
  });

  it('the access list of a secret finds one agent of 300 and grants', async () => {
    await admin.runCommand('Agent Secrets: Edit Access');
    await admin.choose(last);
    await admin.panel.getByRole('checkbox').first().waitFor();
    await admin.panel.getByLabel('Filter agents').fill('Agent 299');
    const agent = admin.panel.getByRole('checkbox', { name: /Agent 299/ });
    await expect.poll(() => admin.panel.locator('tbody tr').count(), soon).toBe(1);
    await agent.check();
    await admin.picture('states-11-many-agents');
    await admin.panel.locator('#save').click();
    await expect
      .poll(async () => (await world.vault.admin.access(world.vault.accountId, last)).agentIds, soon)
      .toContain('MANY-299');
  });

  it('the access list of 300 agents begins with the one whose code uses the secret without access', async () => {
    await admin.runCommand('Agent Secrets: Edit Access');
    await admin.choose('loyalty_api_token');
    await expect
      .poll(() => admin.panel.locator('tbody tr').first().innerText(), patient)
      .toMatch(/Order Support[^]*used in \d+ place/);
    expect(await admin.panel.getByRole('checkbox', { name: /Order Support/ }).isChecked()).toBe(false);
    await admin.picture('states-11-many-first');
    await admin.runCommand('View: Close Editor');
  });

  it('the matrix of 1.5 million cells draws the visible ones, and filters to one secret', async () => {
    await admin.runCommand('Agent Secrets: Show Access Matrix');
    await expect.poll(() => admin.panel.locator('.cell').count(), patient).toBeGreaterThan(100);
    expect(await admin.panel.locator('.cell').count()).toBeLessThan(5_000);
    await admin.picture('states-12-many-matrix');
    await admin.panel.getByLabel('Filter secrets').fill('service_4999');
    await expect.poll(() => admin.panel.locator('[role=rowheader]').allInnerTexts(), soon).toHaveLength(1);
    await admin.picture('states-13-many-filtered');
  });
});

/** Every second secret is one that the hotel's agent can read. */
async function fill({ admin, accountId }: TestVault): Promise<void> {
  await inTurns(numbers(agentCount), (number) =>
    admin.createAgent(accountId, { agentId: `MANY-${number}`, agentName: `Agent ${number}` }),
  );
  await inTurns(numbers(secretCount), (number) =>
    admin.createSecret(accountId, {
      name: `service_${number}_api_key`,
      kind: 'single',
      value: 'not-a-real-key',
      agentIds: number % 2 === 0 ? [agents.hotel] : [],
    }),
  );
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** A few at a time, as many users would send requests. */
async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const waiting = all.values();
  const lane = async (): Promise<void> => {
    for (const one of waiting) await work(one);
  };
  await Promise.all(Array.from({ length: 16 }, lane));
}
