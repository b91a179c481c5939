import type { Browser, Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPanel } from './support/panel-page.ts';
import { someMatrix } from './support/matrix.ts';
import { someAgents } from './support/agents.ts';
import { servePanels, type PanelServer } from './support/panel-server.ts';

const lists = { agents: someAgents(40), draft: { grant: [], revoke: [] } };
const openings = [
  ['access-matrix', someMatrix(24, 60)],
  ['edit-access', { type: 'open', name: 'stripe', grantedAgentIds: [], ...lists }],
] as const;

let server: PanelServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([servePanels(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

describe('the window around a panel', () => {
  it.each(openings)(
    'is not scrolled when the panel %s opens before it is laid out',
    async (panel, message) => {
      const { page } = await openPanel(browser, server.origin, { panel });
      await page.goto(`${server.origin}/theme.css`);
      // As in the editor, parts of the window that no one can scroll are a little larger than their place.
      await page.evaluate(() => {
        document.body.innerHTML =
          '<div id="part" style="height: 20px; overflow: hidden"><iframe style="height: 600px; width: 800px"></iframe></div>';
      });
      await page.locator('iframe').evaluate((frame: HTMLIFrameElement, url) => {
        frame.src = url;
      }, `${server.origin}/page?panel=${panel}&theme=dark&language=en`);
      const frame = await panelIn(page.frames.bind(page));
      await frame.waitForFunction('window.posted?.length > 0');
      await frame.evaluate((data) => window.postMessage(data, '*'), message);
      await frame.waitForFunction('document.activeElement !== document.body');
      expect(await page.locator('#part').evaluate((part) => part.scrollTop)).toBe(0);
    },
  );
});

async function panelIn(frames: () => Frame[]): Promise<Frame> {
  await expect.poll(() => frames().some((one) => one.url().includes('/page?'))).toBe(true);
  const found = frames().find((one) => one.url().includes('/page?'));
  if (!found) throw new Error('The panel was not loaded.');
  return found;
}
