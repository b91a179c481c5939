import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser, openPanel, type PanelOptions, type PanelPage } from './panel-page.ts';
import { type PanelServer, servePanels } from './panel-server.ts';

/** Serves the panels and runs a browser for the tests of a file. Returns how to open a panel. */
export function usePanels(): (options: PanelOptions) => Promise<PanelPage> {
  let server: PanelServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([servePanels(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });
  return (options) => openPanel(browser, server.origin, options);
}
