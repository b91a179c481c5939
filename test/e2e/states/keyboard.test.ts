import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameOf } from '../support/axe-in-editor.ts';
import { createPerson } from '../support/people.ts';
import { Sidebar } from '../support/sidebar.ts';
import { soon } from '../support/soon.ts';
import type { Workbench } from '../support/workbench.ts';
import { agents, startWorld, type World } from '../support/world.ts';

const secret = 'payments_api_key';

/** Steps of one story: each continues where the previous one ended. */
describe('by keyboard alone', () => {
  let world: World;
  let admin: Workbench;
  let sidebar: Sidebar;

  beforeAll(async () => {
    world = await startWorld();
    admin = await world.openWorkbench();
    sidebar = new Sidebar(admin);
  });
  afterAll(() => world?.close());

  it('signing in needs no mouse', async () => {
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await admin.runCommandByKey('Agent Secrets: Focus on Secrets View');
    await admin.runCommandByKey('Agent Secrets: Sign In');
    await admin.answer(world.vault.keys.admin);
    await expect.poll(() => sidebar.rows('Secrets'), soon).toContain(secret);
  });

  it('arrow keys move through the view, and a row’s menu opens and works by keyboard', async () => {
    await admin.runCommandByKey('Agent Secrets: Focus on Secrets View');
    await press('End');
    await expect.poll(focusedRow, soon).toMatch(/^Not granted to this agent/);
    await expect.poll(unfolded('Not granted to this agent'), soon).toBe('true');
    // The rows of the group appear once they were requested.
    const rowToTheRight = async (): Promise<string> => {
      await press('ArrowRight');
      return focusedRow();
    };
    await expect.poll(rowToTheRight, soon).toMatch(/, not granted to this agent,/);
    await admin.picture('states-30-keyboard-tree');
    await press('Shift+F10');
    await admin.page.locator('.monaco-menu .action-label').first().waitFor();
    await press('Escape');
    await expect.poll(focusedRow, soon).toMatch(/, not granted to this agent,/);
  });

  it('every row of every view has a label', async () => {
    for (const view of ['My Environment', 'Requests'])
      await admin.runCommandByKey(`Agent Secrets: Focus on ${view} View`);
    expect((await sidebar.labels()).filter((label) => !label?.trim())).toEqual([]);
  });

  it('a quick fix opens the access list, whose focus is visible at each stop and never trapped', async () => {
    await admin.openFile('hotel-booking/functions/take_deposit.py');
    await expect.poll(() => admin.warnings.count(), soon).toBe(1);
    await admin.goBehind('"fraud_');
    await admin.quickFixes();
    await press('Enter');
    await admin.panel.getByRole('checkbox', { name: /Hotel Booking/ }).waitFor();
    const frame = await frameOf(admin.panel.locator('#save'));
    const stops: string[] = [];
    for (let stop = 0; stop < 30 && !stops.includes('save'); stop += 1) {
      await press('Tab');
      const { id, seen } = await frame.evaluate(focusInPanel);
      expect(seen, `the focus at ${id}`).toBe(true);
      stops.push(id);
    }
    expect(stops).toContain('save');
    await admin.picture('states-31-keyboard-panel');
    await press('Enter');
    await expect.poll(() => grantedTo('fraud_check_key'), soon).toContain(agents.hotel);
    await admin.page.locator('.tab', { hasText: 'Access:' }).waitFor({ state: 'detached' });
    await expect.poll(() => admin.page.evaluate(focusInEditor), soon).toBe(true);
    await expect.poll(() => admin.warnings.count(), soon).toBe(0);
  });

  it('a request is approved without a mouse', async () => {
    const ada = await createPerson(world.vault, { name: 'Ada Author', role: 'author' });
    await ada.requests({ agentId: agents.hotel, secretName: 'patient_records_token' });
    const request = 'patient_records_token for Hotel Booking';
    await expect.poll(() => sidebar.rows('Requests'), soon).toContain(request);
    await admin.runCommandByKey('Agent Secrets: Approve Request');
    await expect.poll(async () => (await admin.choices()).join(), soon).toContain('patient_records_token');
    await press('Enter');
    await sidebar.fill('Note (optional)', 'By keyboard');
    await expect.poll(() => grantedTo('patient_records_token'), soon).toContain(agents.hotel);
  });

  async function press(key: string): Promise<void> {
    await admin.page.keyboard.press(key);
  }

  /** A tree that is being redrawn ignores keys. */
  function unfolded(label: string): () => Promise<string | null> {
    return async () => {
      const state = await sidebar.row('Secrets', label).getAttribute('aria-expanded');
      if (state === 'false') await press('ArrowRight');
      return state;
    };
  }

  async function focusedRow(): Promise<string> {
    const row = admin.sidebar.locator('.monaco-list:focus-within .monaco-list-row.focused').first();
    return (await row.getAttribute('aria-label', { timeout: 1_000 }).catch(() => '')) ?? '';
  }

  async function grantedTo(name: string): Promise<readonly string[]> {
    return (await world.vault.admin.access(world.vault.accountId, name)).agentIds;
  }
});

/** Runs in a panel: which element has the focus, and whether that is visible. */
function focusInPanel(): { id: string; seen: boolean } {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return { id: 'page', seen: true };
  const drawn = [focused, focused.shadowRoot?.querySelector('.base')];
  const seen = drawn.some((element) => element && getComputedStyle(element).outlineStyle !== 'none');
  return { id: focused.id, seen };
}

/** Runs in the window. */
function focusInEditor(): boolean {
  return document.activeElement?.closest('.monaco-editor') !== null;
}
