import { expect } from 'vitest';
import type { Browser } from 'playwright-core';

/** Opens the page for a value in a browser of its own, types the value and saves it. Returns what the page showed. */
export async function typeOnPage(browser: Browser, url: string, value: string): Promise<string> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    const shown = await page.locator('main').innerText();
    await page.getByRole('textbox', { name: 'Value' }).fill(value);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Saved' }).waitFor();
    expect(await page.content()).not.toContain(value);
    return shown;
  } finally {
    await context.close();
  }
}
