import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { someAgents } from './support/agents.ts';
import { launchBrowser, openPanel, type PanelPage } from './support/panel-page.ts';
import { servePanels, type PanelServer } from './support/panel-server.ts';

const opening = {
  type: 'open',
  name: 'stripe_api_key',
  agents: someAgents(12),
  grantedAgentIds: ['PROJECT-001', 'PROJECT-002'],
  preselectedAgentIds: ['PROJECT-003'],
  uses: { 'PROJECT-001': 4, 'PROJECT-003': 1, 'PROJECT-004': 0 },
};

let server: PanelServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([servePanels(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

describe('editing access with the keyboard alone', () => {
  it('the preselected agent is a change to save; Save posts the difference once', async () => {
    const panel = await openWith(opening);
    const { page } = panel;
    expect(await page.textContent('.summary')).toBe('1 grant');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    expect(await page.textContent('.summary')).toBe('1 grant, 1 revoke');
    expect(await page.textContent('.warning')).toContain(
      '4 places in Agent 1 Berlin will raise MissingAccess',
    );
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await panel.posted()).toEqual([
      { type: 'ready' },
      { type: 'save', grant: ['PROJECT-003'], revoke: ['PROJECT-001'] },
    ]);
    expect(await panel.complaints()).toEqual([]);
  });

  it('Enter in the filter never saves; select shown ticks only what is shown', async () => {
    const panel = await openWith({ ...opening, preselectedAgentIds: [] });
    const { page } = panel;
    await page.keyboard.type('lisbon');
    await page.keyboard.press('Enter');
    expect(await panel.posted()).toHaveLength(1);
    await page.click('text=Select shown');
    await page.press('#agent-filter', 'Escape');
    expect(await page.inputValue('#agent-filter')).toBe('');
    await page.press('#agent-PROJECT-001', 'Enter');
    expect((await panel.posted()).at(-1)).toEqual({ type: 'save', grant: ['PROJECT-009'], revoke: [] });
  });

  it('Save is off while nothing has changed, and Esc closes', async () => {
    const panel = await openWith({ ...opening, preselectedAgentIds: [] });
    expect(await panel.page.getAttribute('#save', 'aria-disabled')).toBe('true');
    await panel.page.press('#agent-PROJECT-005', 'Enter');
    await panel.page.keyboard.press('Escape');
    expect(await panel.posted()).toEqual([{ type: 'ready' }, { type: 'cancel' }]);
  });
});

describe('when a save does not go through', () => {
  it('a failure is said and the ticks stay', async () => {
    const panel = await openWith(opening);
    await panel.page.click('#save');
    await panel.send({ type: 'failed', message: 'The vault cannot be reached. Try again.' });
    expect(await panel.page.textContent('[role=alert]')).toContain('The vault cannot be reached.');
    expect(await panel.page.textContent('.summary')).toBe('1 grant');
    await panel.page.keyboard.press('Enter');
    expect(await panel.posted()).toHaveLength(3);
  });

  it('a conflict shows both sides, and the next save sends the same wish', async () => {
    const panel = await openWith(opening);
    await panel.page.click('#save');
    const message = 'Somebody else changed the access meanwhile.';
    await panel.send({ type: 'conflict', message, grantedAgentIds: ['PROJECT-002', 'PROJECT-006'] });
    const rows = await panel.page.locator('.conflict tbody tr').allInnerTexts();
    expect(rows.map((row) => row.split('\t').map((cell) => cell.trim()))).toEqual([
      ['Agent 1 Berlin', 'granted', 'not granted (by someone else)', 'not granted'],
      ['Agent 3 Nairobi', 'not granted', 'not granted', 'granted (by you)'],
      ['Agent 6 Tallinn', 'not granted', 'granted (by someone else)', 'granted'],
    ]);
    expect(await panel.page.evaluate(() => document.activeElement?.id)).toBe('conflict');
    expect(await panel.page.isChecked('#agent-PROJECT-006')).toBe(true);
    await panel.page.click('#save');
    expect((await panel.posted()).at(-1)).toEqual({ type: 'save', grant: ['PROJECT-003'], revoke: [] });
  });
});

describe('an account with 300 agents', () => {
  it('filters and ticks within a frame or three', async () => {
    const panel = await openWith({ ...opening, agents: someAgents(300) });
    const slowest = await panel.page.evaluate(() => {
      const filter = document.querySelector<HTMLInputElement>('#agent-filter');
      const times = ['a', 'agent 2', 'lisbon', ''].map((text) => {
        const start = performance.now();
        if (filter) filter.value = text;
        filter?.dispatchEvent(new InputEvent('input', { bubbles: true }));
        // Reading a height makes the browser lay out now.
        return document.body.offsetHeight > 0 ? performance.now() - start : Infinity;
      });
      return Math.max(...times);
    });
    expect(slowest).toBeLessThan(150);
    expect(await panel.page.locator('tbody tr').count()).toBe(300);
  });
});

async function openWith(message: unknown): Promise<PanelPage> {
  const panel = await openPanel(browser, server.origin, { panel: 'edit-access' });
  await panel.send(message);
  return panel;
}
