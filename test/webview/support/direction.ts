import type { Locator } from 'playwright-core';

/** `rtl` if the text follows the direction of its own script, whatever is around it. */
export function directionOf(text: Locator): Promise<string> {
  return text.first().evaluate((element) => getComputedStyle(element).direction);
}
