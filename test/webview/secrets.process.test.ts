import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeViolations,
  launchBrowser,
  openPanel,
  takePicture,
  type PanelOptions,
  type PanelPage,
} from './support/panel-page.ts';
import { servePanels, type PanelServer } from './support/panel-server.ts';
import { someSecrets } from './support/secrets.ts';
import { themes } from './support/themes.ts';

let server: PanelServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([servePanels(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

async function openWith(options: Partial<PanelOptions>, message: object): Promise<PanelPage> {
  const panel = await openPanel(browser, server.origin, { panel: 'secrets', ...options });
  await panel.send(message);
  await panel.page.locator('.card').first().waitFor();
  return panel;
}

describe('an account with 1,000 secrets', () => {
  it('draws only what is visible, and filters', async () => {
    const panel = await openPanel(browser, server.origin, { panel: 'secrets' });
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
    expect(await panel.posted()).toContainEqual({ type: 'delete', names: ['booking_api_1'] });
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
