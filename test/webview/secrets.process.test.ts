import { describe, expect, it } from 'vitest';
import { axeViolations, takePicture, type PanelOptions, type PanelPage } from './support/panel-page.ts';
import { someSecrets, withDeleted } from './support/secrets.ts';
import { themes } from './support/themes.ts';
import { usePanels } from './support/use-panels.ts';

const openPanel = usePanels();

async function openWith(options: Partial<PanelOptions>, message: object): Promise<PanelPage> {
  const panel = await openPanel({ panel: 'secrets', ...options });
  await panel.send(message);
  await panel.page.locator('.card').first().waitFor();
  return panel;
}

describe('an account with 1,000 secrets', () => {
  it('draws only what is visible, and filters', async () => {
    const panel = await openPanel({ panel: 'secrets' });
    const { page } = panel;
    await panel.send(someSecrets(1000));
    await page.locator('.card').first().waitFor();
    expect(await page.locator('.card').count()).toBeLessThan(100);
    expect(await page.getAttribute('.secrets > li', 'aria-setsize')).toBe('1000');
    await page.fill('#secret-filter', 'hotel 777');
    await expect.poll(() => page.locator('.card code').allInnerTexts()).toEqual(['booking_api_777']);
  });

  it('every secret can be scrolled to', async () => {
    const { page } = await openWith({}, someSecrets(1000));
    await page.evaluate(() => document.querySelector('#secrets-scroll')?.scrollTo(0, 1_000_000));
    await page.getByText('booking_api_999', { exact: true }).waitFor();
    await page.selectOption('#layout', 'list');
    await page.getByText('booking_api_0', { exact: true }).waitFor();
    await page.evaluate(() => document.querySelector('#secrets-scroll')?.scrollTo(0, 1_000_000));
    await page.getByText('booking_api_999', { exact: true }).waitFor();
    expect(await page.locator('.secrets > li').last().getAttribute('aria-posinset')).toBe('1000');
  });
});

describe('what an admin looks at', () => {
  const view = {
    filter: 'hotel',
    show: 'ungranted',
    owner: '',
    label: '',
    order: 'newest',
    layout: 'list',
    selected: ['booking_api_0'],
  };

  it('is kept with every filter and tick', async () => {
    const { page, kept } = await openWith({}, someSecrets(12));
    await page.fill('#secret-filter', 'hotel');
    await page.selectOption('#show', 'ungranted');
    await page.selectOption('#order', 'newest');
    await page.selectOption('#layout', 'list');
    await page.getByLabel('Select booking_api_0', { exact: true }).check();
    expect((await kept()).at(-1)).toEqual({ name: '', view });
  });

  it('is there again after another tab was in front; later changes keep what the user sees', async () => {
    const { page, send } = await openWith({}, someSecrets(12, { view }));
    expect(await page.inputValue('#secret-filter')).toBe('hotel');
    expect(await page.inputValue('#show')).toBe('ungranted');
    expect(await page.inputValue('#order')).toBe('newest');
    expect(await page.inputValue('#layout')).toBe('list');
    expect(await page.getByLabel('Select booking_api_0', { exact: true }).isChecked()).toBe(true);
    await page.fill('#secret-filter', '8');
    await send(someSecrets(12, { view }));
    expect(await page.inputValue('#secret-filter')).toBe('8');
  });

  it('ticks wait for the analysis of the code, and nothing can be done with unseen secrets until then', async () => {
    const panel = await openPanel({ panel: 'secrets' });
    const { page, send, posted } = panel;
    await send(
      someSecrets(3, { view: { ...view, filter: '', show: 'unused', selected: ['booking_api_2'] } }),
    );
    await page.locator('.selection', { hasText: '0 selected' }).waitFor();
    await page.locator('#delete').click({ force: true });
    await send({ type: 'code', code: { used: ['booking_api_0'], maybe: [], complete: true } });
    expect(await page.getByLabel('Select booking_api_2', { exact: true }).isChecked()).toBe(true);
    expect(await posted()).toEqual([{ type: 'ready' }]);
  });

  it('can be limited to an owner and a label of the account', async () => {
    const { page, send, kept } = await openWith(
      {},
      someSecrets(3, {}, { owner: 'Treasury', labels: ['live'] }),
    );
    expect(await page.locator('#owner option').allInnerTexts()).toEqual(['Any', 'Treasury']);
    await page.selectOption('#owner', 'Treasury');
    await page.selectOption('#label', 'live');
    expect(await page.locator('.card').count()).toBe(3);
    expect((await kept()).at(-1)).toMatchObject({ view: { owner: 'Treasury', label: 'live' } });
    // The filter stays, although no secret has the owner anymore.
    await send(someSecrets(3));
    expect(await page.inputValue('#owner')).toBe('Treasury');
    expect(await page.locator('.card').count()).toBe(0);
  });
});

describe('secrets that nothing uses', () => {
  it('are shown once the code is analyzed', async () => {
    const { page, send } = await openWith({}, someSecrets(3));
    await page.selectOption('#show', 'unused');
    expect(await page.locator('.help').innerText()).toContain('still being analyzed');
    expect(await page.locator('.card').count()).toBe(0);
    await send({ type: 'code', code: { used: ['booking_api_0'], maybe: ['booking_api_1'], complete: true } });
    expect(await page.locator('.card .name').allInnerTexts()).toEqual([
      expect.stringMatching(/booking_api_1\s+maybe \(dynamic\)/),
      expect.stringMatching(/booking_api_2$/),
    ]);
    expect(await page.locator('.help').innerText()).toContain('Other code may use them.');
  });

  it('are read again before those without reads are listed, because reads are not announced', async () => {
    const { page, send, posted } = await openWith({}, someSecrets(3));
    expect(await posted()).toEqual([{ type: 'ready' }]);
    expect(await page.locator('.card').first().innerText()).toMatch(/Created .* · never read/);
    await page.selectOption('#show', 'unread');
    expect(await posted()).toContainEqual({ type: 'read-again' });
    await send(someSecrets(3, {}, { lastReadAt: '2026-11-01T09:00:00Z' }));
    expect(await page.locator('.card').count()).toBe(0);
    await page.selectOption('#show', 'all');
    expect(await page.locator('.card').first().innerText()).toContain('last read Nov 1, 2026');
  });
});

describe('secrets are changed from the list', () => {
  it('each entry opens the form that exists for the action', async () => {
    const panel = await openWith({}, someSecrets(3));
    await panel.page.getByRole('button', { name: 'Rotate booking_api_1' }).click();
    expect(await panel.posted()).toContainEqual({ type: 'act', action: 'rotate', name: 'booking_api_1' });
  });

  it('only selected secrets that are still on display are deleted', async () => {
    const panel = await openWith({}, someSecrets(12));
    const { page } = panel;
    await page.getByLabel('Select booking_api_1', { exact: true }).check();
    await page.getByLabel('Select booking_api_2', { exact: true }).check();
    await page.fill('#secret-filter', 'booking_api_1');
    await page.click('#delete');
    expect(await panel.posted()).toContainEqual({
      type: 'act-on-all',
      action: 'delete',
      names: ['booking_api_1'],
    });
  });

  it.each([
    ['Grant…', 'grant'],
    ['Revoke…', 'revoke'],
    ['Owner and Dates…', 'upkeep'],
    ['Deprecate…', 'deprecate'],
    ['Delete…', 'delete'],
  ])('%s applies to all selected secrets', async (label, action) => {
    const panel = await openWith({}, someSecrets(3));
    await panel.page.click('#select-shown');
    await panel.page.getByText(label, { exact: true }).click();
    expect((await panel.posted()).at(-1)).toEqual({
      type: 'act-on-all',
      action,
      names: ['booking_api_0', 'booking_api_1', 'booking_api_2'],
    });
  });

  it('a name leads to the page of the secret', async () => {
    const panel = await openWith({}, someSecrets(3));
    await panel.page.getByRole('button', { name: 'booking_api_2', exact: true }).click();
    expect(await panel.posted()).toContainEqual({ type: 'act', action: 'show', name: 'booking_api_2' });
  });

  it('deleted secrets can only be restored', async () => {
    const panel = await openWith({}, someSecrets(3));
    const { page } = panel;
    await panel.send(withDeleted());
    expect(await page.locator('.help').innerText()).toContain('3 of 3');
    await page.selectOption('#show', 'deleted');
    expect(await page.locator('.card code').allInnerTexts()).toEqual(['old_key']);
    expect(await page.locator('.card').innerText()).toContain('Can be restored until');
    expect(await page.getByRole('button', { name: /^Rotate/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Restore old_key' }).click();
    await page.click('#select-shown');
    await page.click('#restore');
    expect((await panel.posted()).slice(-2)).toEqual([
      { type: 'act', action: 'restore', name: 'old_key' },
      { type: 'act-on-all', action: 'restore', names: ['old_key'] },
    ]);
  });

  it('after the focused secret has left the list, the focus stays on the page', async () => {
    const panel = await openWith({}, someSecrets(3));
    await panel.page.getByRole('button', { name: 'Rotate booking_api_2' }).focus();
    await panel.send(someSecrets(2));
    expect(await panel.page.evaluate(() => document.activeElement?.id)).toBe('title');
  });

  it('a user without the right to change secrets can only look', async () => {
    const panel = await openWith({}, someSecrets(3, { mayWrite: false, mayChangeAccess: false }));
    const { page } = panel;
    expect(await page.locator('#delete, .card input, [aria-label^="Edit"]').count()).toBe(0);
    expect(await page.getByRole('button', { name: /View the history/ }).count()).toBe(3);
  });
});

describe.each(Object.keys(themes))('in the theme %s, axe finds nothing', (theme) => {
  it.each([
    ['cards', 1000],
    ['list', 1000],
    ['cards', 300],
    ['list', 300],
  ])('in %s at %i px', async (layout, width) => {
    const panel = await openWith({ theme, width }, someSecrets(60));
    const { page } = panel;
    await page.selectOption('#layout', layout);
    await page.locator('.card input').first().check();
    await takePicture(page, `secrets-${layout}-${width}-${theme}`);
    expect(await panel.complaints()).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
  });
});
