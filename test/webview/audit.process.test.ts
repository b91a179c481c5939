import { describe, expect, it } from 'vitest';
import { auditOpening, someEvents } from './support/audit.ts';
import { directionOf } from './support/direction.ts';
import { axeViolations, type PanelOptions, type PanelPage, takePicture } from './support/panel-page.ts';
import { themes } from './support/themes.ts';
import { usePanels } from './support/use-panels.ts';

const openPanel = usePanels();

async function openLog(options: Partial<PanelOptions> = {}, count = 40): Promise<PanelPage> {
  const panel = await openPanel({ panel: 'audit', ...options });
  await panel.send(auditOpening);
  await panel.send({ type: 'events', events: someEvents(100, count), more: true, first: true });
  await panel.page.locator('tbody tr').first().waitFor();
  return panel;
}

describe('the audit log', () => {
  it('describes what happened, what it was about, who did it, and what was refused', async () => {
    const { page } = await openLog();
    const rows = await page.locator('tbody tr').allInnerTexts();
    const texts = rows.map((row) => row.replaceAll(/\s+/g, ' '));
    expect(texts[0]).toMatch(/new value, version 3 payments_api_key Ada Author/);
    expect(texts[2]).toContain('denied: the agent had no access');
    expect(texts[3]).toContain('user created Ann Reviewer');
    expect(texts[6]).toContain('uses of a token: 12');
    expect(texts[7]).toContain('keys.rotate-root');
    expect(texts[8]).toContain('Checkout needs it');
  });

  it('reasons and names in right-to-left scripts keep their direction', async () => {
    const { page, send } = await openLog();
    const [event] = someEvents(1, 1);
    const rtl = { agent: 'מלון', actor: 'דנה', reason: 'לתשלום' };
    await send({ type: 'newer', events: [{ ...event, seq: 9999, ...rtl }] });
    for (const text of Object.values(rtl))
      expect(await directionOf(page.getByText(text, { exact: true }))).toBe('rtl');
  });

  it('leads from an event to the page of its secret; environment secrets have none', async () => {
    const { page, posted } = await openLog();
    await page.getByRole('button', { name: 'payments_api_key' }).first().click();
    expect(await posted()).toContainEqual({ type: 'show', name: 'payments_api_key' });
    expect(await page.getByText('MY_KEY').count()).toBeGreaterThan(0);
    expect(await page.getByRole('button', { name: 'MY_KEY' }).count()).toBe(0);
  });

  it('adds older events at the end', async () => {
    const { page, posted, send } = await openLog();
    await page.click('#more-events');
    expect(await posted()).toContainEqual({ type: 'more' });
    const pruned = { through: 7, lastAt: '2026-01-02T03:04:05.000Z' };
    await send({ type: 'events', events: someEvents(60, 5), more: false, first: false, pruned });
    expect(await page.locator('tbody tr').count()).toBe(45);
    expect(await page.locator('#more-events').count()).toBe(0);
    expect(await page.locator('.history').innerText()).toContain('Events 1 to 7');
  });

  it('new events appear at the top, and the events that are being read stay where they are', async () => {
    const { page, send } = await openLog();
    const read = page.locator('tbody tr').nth(30);
    await read.evaluate((row) => {
      row.id = 'read';
      row.scrollIntoView({ block: 'center' });
    });
    const top = (): Promise<number> =>
      page.evaluate(() => document.querySelector('#read')?.getBoundingClientRect().top ?? 0);
    const before = await top();
    await send({ type: 'newer', events: someEvents(103, 3) });
    expect(await page.locator('tbody tr').count()).toBe(43);
    expect(Math.abs((await top()) - before)).toBeLessThan(2);
    expect(await page.locator('[role=status]').last().innerText()).toBe('New events: 3');
  });

  it('says that nothing is new only to someone who asked', async () => {
    const { page, send } = await openLog();
    const status = page.locator('[role=status]').last();
    await send({ type: 'newer', events: someEvents(101, 1) });
    await send({ type: 'newer', events: [] });
    expect(await status.innerText()).toBe('New events: 1');
    await page.click('#refresh');
    await send({ type: 'newer', events: [] });
    expect(await status.innerText()).toBe('New events: 0');
  });

  it('each filter takes effect immediately, and is kept over a reload of the window', async () => {
    const { page, posted, kept, send } = await openLog();
    await page.selectOption('#kind', 'people');
    await page.selectOption('#who', 'userId usr_1');
    await page.selectOption('#outcome', 'denied');
    await page.fill('#secret', 'guest_crm');
    await page.press('#secret', 'Enter');
    const view = { kind: 'people', who: 'userId usr_1', outcome: 'denied', secret: 'guest_crm' };
    await expect
      .poll(async () => (await posted()).at(-1))
      .toEqual({ type: 'view', view: expect.objectContaining(view) as object });
    expect((await kept()).at(-1)).toMatchObject({ name: '', draft: view });
    await send({ type: 'events', events: [], more: false, first: true });
    expect(await page.locator('.history').innerText()).toBe('Nothing matches the filter.');
    // People and agents can change meanwhile.
    await send({ ...auditOpening, people: [] });
    expect(await page.inputValue('#who')).toBe('userId usr_1');
  });

  it('dates are whole days in the user’s time zone', async () => {
    const { page, posted } = await openLog();
    await page.selectOption('#period', 'dates');
    await page.fill('#since', '2026-03-01');
    await page.fill('#until', '2026-03-31');
    const [since, until] = await page.evaluate(() => [
      new Date(2026, 2, 1).toISOString(),
      new Date(2026, 3, 1).toISOString(),
    ]);
    await expect
      .poll(async () => (await posted()).at(-1))
      .toMatchObject({ type: 'view', view: { period: 'dates', since, until } });
    expect(await page.inputValue('#until')).toBe('2026-03-31');
  });

  it('is verified on request', async () => {
    const { page, posted, send } = await openLog();
    await page.click('#verify');
    expect((await posted()).at(-1)).toEqual({ type: 'verify' });
    expect(await page.locator('#verify').isDisabled()).toBe(true);
    await send({ type: 'verdict', verdict: { intact: true, entries: 812, checkpoints: 3 } });
    expect(await page.locator('.verdict').innerText()).toContain('is intact: 812 events');
    const fault = { seq: 17, what: 'the entry was changed' };
    await send({ type: 'verdict', verdict: { intact: false, entries: 16, checkpoints: 0, fault } });
    expect(await page.locator('.verdict').innerText()).toMatch(
      /NOT intact.*16.*Event 17: the entry was changed/,
    );
  });

  it('after a failure, the log can be verified again, and the events stay', async () => {
    const { page, send } = await openLog();
    await page.click('#verify');
    await send({ type: 'failed', message: 'The audit log was just verified.' });
    expect(await page.locator('[role=alert]').innerText()).toBe('The audit log was just verified.');
    expect(await page.locator('#verify').isDisabled()).toBe(false);
    expect(await page.locator('tbody tr').count()).toBe(40);
  });

  it.each(['csv', 'json'])('is exported as %s', async (format) => {
    const { page, posted } = await openLog();
    await page.click(`#export-${format}`);
    expect((await posted()).at(-1)).toEqual({ type: 'export', format });
  });
});

describe.each(Object.keys(themes))('in the theme %s, axe finds nothing', (theme) => {
  it.each([1000, 300])('at %i px', async (width) => {
    const { page, send, complaints } = await openLog({ theme, width }, 9);
    await page.selectOption('#period', 'dates');
    await send({ type: 'verdict', verdict: { intact: true, entries: 812, checkpoints: 3 } });
    await takePicture(page, `audit-${width}-${theme}`, true);
    expect(await complaints()).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
