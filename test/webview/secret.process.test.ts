import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeViolations, takePicture, type PanelPage } from './support/panel-page.ts';
import { someCode, somePage, someRead } from './support/secret-page.ts';
import { themes } from './support/themes.ts';
import { usePanels } from './support/use-panels.ts';

const openPanel = usePanels();

interface Options {
  readonly theme?: string;
  readonly width?: number;
  readonly height?: number;
}

async function openWith(messages: readonly object[], options: Options = {}): Promise<PanelPage> {
  const panel = await openPanel({ panel: 'secret', ...options });
  for (const message of messages) await panel.send(message);
  await panel.page.locator('h1').waitFor();
  return panel;
}

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

describe('the page of a secret', () => {
  it('says who can read it, and who read it last and when', async () => {
    const { page } = await openWith([somePage, someCode, someRead]);
    expect(await section(page, 'Who Can Read It').getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringContaining('Agent 1 Berlin'),
      expect.stringContaining('Agent 2 Lisbon'),
      expect.stringMatching(/Agent 3 Nairobi.*until/s),
    ]);
    expect(await section(page, 'About').innerText()).toMatch(/Last read\s+\S.*Agent 1 Berlin/s);
  });

  it.each([
    ['the log has no read', { type: 'last-read', lastRead: null }, 'The audit log contains no read of it.'],
    [
      'the log no longer has the read',
      { type: 'last-read', lastRead: { at: '2026-03-01T08:00:00Z' } },
      '2026',
    ],
    ['the log does not answer', { type: 'last-read' }, 'Unknown'],
  ])('%s: it says so', async (_case, message, text) => {
    const { page } = await openWith([somePage, message]);
    expect(await section(page, 'About').innerText()).toContain(text);
  });

  it('says who owns it, and warns that its rotation is overdue', async () => {
    const { page } = await openWith([somePage]);
    const text = await page.locator('body').innerText();
    expect(text).toMatch(
      /Owner\s+Treasury\s+Labels\s+live, payments\s+Rotation\s+every 90 days, next by 2026-06-01/,
    );
    expect(text).toContain('Due for renewal: rotation overdue (2026-06-01)');
    const upkeep = { rotateEveryDays: 1, rotateBy: '2026-06-01' };
    const daily = { ...somePage, facts: { ...somePage.facts, upkeep } };
    const { page: other } = await openWith([daily]);
    expect(await other.locator('body').innerText()).toContain('every day, next by 2026-06-01');
  });

  it('names the fields and hides every value', async () => {
    const { page } = await openWith([somePage]);
    expect(await section(page, 'About').locator('.fields code').allInnerTexts()).toEqual([
      'client_id',
      'client_secret',
    ]);
    expect(await page.getByText('The value is hidden.').count()).toBe(2);
    expect(await page.locator('input, textarea').count()).toBe(0);
  });

  it('opens a place in the code', async () => {
    const panel = await openWith([somePage, someCode]);
    await panel.page.getByRole('button', { name: 'nairobi/functions/pay.py:1' }).click();
    expect(await panel.posted()).toContainEqual({ type: 'open-places', ids: [4] });
  });

  it('says nothing about code that is still being analyzed', async () => {
    const panel = await openWith([somePage, { type: 'evidence', evidence: [], complete: false }]);
    const code = section(panel.page, 'Places in the Code of This Workspace');
    expect(await code.innerText()).toContain('still being analyzed');
    expect(await code.innerText()).not.toContain('No code');
    await panel.send({ type: 'evidence', evidence: [], complete: true });
    expect(await code.innerText()).toContain('No code in this workspace reads it.');
  });

  it.each([
    ['Copy Snippet', 'copy-snippet'],
    ['Copy Name', 'copy-name'],
    ['Edit…', 'edit'],
    ['Rotate…', 'rotate'],
    ['Edit Access…', 'access'],
    ['Copy Access From…', 'copy-access'],
    ['Change Deprecation…', 'deprecate'],
    ['Delete…', 'delete'],
  ])('%s runs the command', async (label, action) => {
    const panel = await openWith([somePage]);
    const tools = panel.page.getByRole('group', { name: 'Actions' });
    await tools.getByText(label, { exact: true }).click();
    expect(await panel.posted()).toContainEqual({ type: 'act', action });
  });

  it('each agent leads to the access list, and View History… to the history', async () => {
    const panel = await openWith([somePage]);
    await panel.page.getByRole('button', { name: /Agent 2 Lisbon/ }).click();
    await panel.page.getByText('View History…').click();
    expect(await panel.posted()).toEqual([
      { type: 'ready' },
      { type: 'act', action: 'access' },
      { type: 'act', action: 'history' },
    ]);
  });

  it('a pending request is approved or declined', async () => {
    const panel = await openWith([somePage]);
    await panel.page.getByText('Approve…').click();
    await panel.page.getByText('Decline…').click();
    expect(await panel.posted()).toEqual([
      { type: 'ready' },
      { type: 'decide', id: 'r1', decision: 'approve' },
      { type: 'decide', id: 'r1', decision: 'decline' },
    ]);
  });

  it('a reviewer sees everything and gets no action', async () => {
    const requests = somePage.requests.map((request) => ({ ...request, mayDecide: false }));
    const { page } = await openWith([{ ...somePage, requests, actions: ['history'] }, someCode, someRead]);
    expect(await page.getByRole('group').count()).toBe(0);
    expect(await page.getByRole('button', { name: /Agent \d/ }).count()).toBe(0);
    expect(await section(page, 'Pending Requests').innerText()).toContain('For refunds');
    expect(await section(page, 'Who Can Read It').getByRole('listitem').count()).toBe(3);
    await page.getByText('View History…').waitFor();
  });

  it('a deleted secret says until when it can be restored, and can only be restored', async () => {
    const facts = {
      ...somePage.facts,
      deletedAt: '2026-11-22T08:00:00Z',
      purgeAfter: '2026-11-29T08:00:00Z',
      versions: [],
    };
    const panel = await openWith([{ ...somePage, facts, requests: [], actions: ['restore'] }]);
    const { page } = panel;
    expect(await page.getByRole('status').innerText()).toMatch(/Deleted on .*Can be restored until/s);
    expect(await page.locator('vscode-button').allInnerTexts()).toEqual(['Restore']);
    await page.locator('#restore').click();
    expect(await panel.posted()).toContainEqual({ type: 'act', action: 'restore' });
  });

  it('a change keeps the scroll position and the focus', async () => {
    const panel = await openWith([somePage, someCode, someRead], { height: 400 });
    const { page } = panel;
    await page.locator('#history').focus();
    await page.evaluate(() => window.scrollTo(0, 300));
    await panel.send({ ...somePage, facts: { ...somePage.facts, readers: somePage.agents.slice(0, 2) } });
    await panel.send({ type: 'failed', message: 'The vault could not be reached.' });
    expect(await page.getByRole('alert').innerText()).toContain('could not be reached');
    await panel.send(somePage);
    expect(await page.getByRole('alert').innerText()).toBe('');
    expect(await page.evaluate(() => window.scrollY)).toBe(300);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('history');
  });

  it('has a heading for each part, and every control can be reached with Tab', async () => {
    const { page } = await openWith([somePage, someCode, someRead]);
    expect(await page.locator('h2').allInnerTexts()).toEqual([
      'About',
      'Who Can Read It',
      'Pending Requests',
      'Places in the Code of This Workspace',
      'Versions',
    ]);
    const controls = await page.locator('vscode-button, button').count();
    const reached = new Set<string>();
    for (let step = 0; step < controls; step += 1) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? ''));
    }
    expect(reached.size).toBe(controls);
  });
});

describe.each(Object.keys(themes))('in the theme %s', (theme) => {
  it.each([1000, 300])('at %i px, axe finds nothing and nothing is cut off', async (width) => {
    const panel = await openWith([somePage, someCode, someRead], { theme, width });
    await takePicture(panel.page, `secret-${width}-${theme}`, true);
    expect(await panel.complaints()).toEqual([]);
    expect(await axeViolations(panel.page)).toEqual([]);
    expect(await panel.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
