import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSecureField, type SecureField } from '../../assistants/secure-field/secure-field.ts';
import { launchBrowser } from '../webview/support/panel-page.ts';

describe('the page for a value in a browser', () => {
  const saved: string[] = [];
  let browser: Browser;
  let field: SecureField;
  beforeAll(async () => void (browser = await launchBrowser()));
  afterAll(() => browser.close());
  afterEach(() => {
    field.close();
    saved.splice(0);
  });

  async function open() {
    field = await openSecureField({
      vault: 'https://vault.example.com',
      person: 'Ann',
      name: 'PAYMENTS_API_KEY',
      purpose: 'To charge cards <b>now</b>',
      replaces: true,
      lifetime: 60_000,
      save: (value) => Promise.resolve(void saved.push(value)),
      reportBug: () => undefined,
    });
    const page = await browser.newPage();
    await page.goto(field.url);
    await page.locator('textarea:focus').waitFor();
    return page;
  }

  it('can be filled in with the keyboard alone, and keeps line breaks', async () => {
    const page = await open();
    await page.keyboard.type('not-a-real');
    await page.keyboard.press('Enter');
    await page.keyboard.type('key');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await field.outcome).toBe('saved');
    expect(saved).toEqual(['not-a-real\nkey']);
    await page.close();
  });

  it('has no accessibility problems, also after an error', async () => {
    const page = await open();
    const problems = async () => {
      const { violations } = await page
        .evaluate(`${axe.source}; axe.run()`)
        .then((all) => all as axe.AxeResults);
      return violations.map(({ id }) => id);
    };
    expect(await problems()).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').waitFor();
    expect(await problems()).toEqual([]);
    await page.close();
  });

  it('shows no value again after the browser goes back', async () => {
    const page = await open();
    await page.getByRole('textbox', { name: 'Value' }).fill('not-a-real-key');
    await page.goto('about:blank');
    await page.goBack();
    expect(await page.getByRole('textbox', { name: 'Value' }).inputValue()).toBe('');
    await page.close();
  });

  it('shows a second browser nothing', async () => {
    const page = await open();
    const second = await browser.newContext();
    const other = await second.newPage();
    expect((await other.goto(field.url))?.status()).toBe(403);
    expect(await other.getByRole('textbox').count()).toBe(0);
    expect((await page.reload())?.status()).toBe(200);
    await second.close();
    await page.close();
  });

  it('accepts one value, also if the browser sends the form again', async () => {
    const page = await open();
    await page.getByRole('textbox', { name: 'Value' }).fill('not-a-real-key');
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Saved' }).waitFor();
    await page.reload().catch(() => undefined);
    await page.goto(field.url).catch(() => undefined);
    expect(await page.getByRole('textbox').count()).toBe(0);
    expect(saved).toEqual(['not-a-real-key']);
    await page.close();
  });

  it('accepts no value after it has expired', async () => {
    const page = await open();
    await page.getByRole('textbox', { name: 'Value' }).fill('not-a-real-key');
    await page.getByRole('checkbox').check();
    field.close();
    expect(await field.outcome).toBe('expired');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL((url) => url.protocol === 'chrome-error:');
    expect(saved).toEqual([]);
    await page.close();
  });
});
