import { expect } from 'vitest';
import type { Locator } from 'playwright-core';

/** The text follows the direction of its own script, whatever is around it. */
export async function expectDirection(text: Locator): Promise<void> {
  expect(await text.first().evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
}
