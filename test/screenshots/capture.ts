import type { Page } from 'playwright-core';
import { folderPrefix } from './stage.ts';

interface Piece {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The window or a part of it as PNG; fails if a path of this machine is visible. */
export async function capture(page: Page, clip?: Piece): Promise<Buffer> {
  const text = await page.locator('body').innerText();
  if (text.includes(folderPrefix)) throw new Error('A path of this machine would be in the picture.');
  return page.screenshot({ animations: 'disabled', ...(clip && { clip }) });
}
